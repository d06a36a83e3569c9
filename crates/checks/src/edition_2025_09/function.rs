//! The checks that look at nothing but the function's configuration: network, keys, settings, code.

use evidence::CallId;

use super::check::Sheet;
use super::configuration::{Configuration, Field};
use super::rules;
use crate::python::{Py, Raised};

/// The runtimes that this edition calls deprecated.
const DEPRECATED: [&str; 7] =
    ["python2.7", "python3.6", "nodejs8.10", "nodejs10.x", "dotnetcore2.1", "go1.x", "ruby2.5"];
const MEBIBYTE: f64 = 1024.0 * 1024.0;

/// Where a field stands that may be missing.
fn place(config: &Configuration<'_>, field: Field, there: &'static str) -> &'static str {
    if config.is_there(field) { there } else { "/Configuration" }
}

pub(super) fn vpc(
    sheet: &mut Sheet,
    config: &Configuration<'_>,
    call: Option<CallId>,
) -> Result<(), Raised<'static>> {
    let vpc = config.get(Field::VpcConfig, Py::None)?;
    if !vpc.truthy() {
        let pointer = place(config, Field::VpcConfig, "/Configuration/VpcConfig");
        sheet.find(&rules::VPC_3, "Function not configured to run in VPC").at(call, pointer);
        return Ok(());
    }
    if !vpc.get("SecurityGroupIds", Py::EMPTY_LIST)?.truthy() {
        sheet
            .find(&rules::VPC_1, "Function in VPC but no security groups configured")
            .at(call, "/Configuration/VpcConfig");
    }
    if vpc.get("SubnetIds", Py::EMPTY_LIST)?.length()? < 2 {
        sheet
            .find(&rules::VPC_2, "Function configured with fewer than 2 subnets, may impact availability")
            .at(call, "/Configuration/VpcConfig");
    }
    Ok(())
}

pub(super) fn encryption(
    sheet: &mut Sheet,
    config: &Configuration<'_>,
    call: Option<CallId>,
) -> Result<(), Raised<'static>> {
    let key = config.has(Field::KmsKeyArn)?;
    let pointer = place(config, Field::KmsKeyArn, "/Configuration/KMSKeyArn");
    if !key {
        sheet
            .find(&rules::ENC_1, "Function code not encrypted with customer-managed KMS key")
            .at(call, pointer);
    }
    let environment = config.get(Field::Environment, Py::EMPTY_DICT)?;
    let unread = environment.get("Error", Py::None)?.truthy();
    if environment.get("Variables", Py::EMPTY_DICT)?.truthy() && !key {
        sheet
            .find(&rules::ENC_2, "Environment variables not encrypted with customer-managed KMS key")
            .at(call, pointer);
    } else if unread {
        sheet.could_not_look(&[&rules::ENC_2], rules::ENC_2.needs);
    }
    Ok(())
}

pub(super) fn settings(
    sheet: &mut Sheet,
    config: &Configuration<'_>,
    call: Option<CallId>,
) -> Result<(), Raised<'static>> {
    let runtime = config.get(Field::Runtime, Py::EMPTY_TEXT)?;
    if let Some(runtime) = DEPRECATED.iter().find(|name| runtime.is_text(name)) {
        sheet
            .find(&rules::CFG_1, format!("Function uses deprecated runtime: {runtime}"))
            .at(call, "/Configuration/Runtime");
    }
    let timeout = config.get(Field::Timeout, Py::Int("3"))?;
    if timeout.compared(">")? > 300.0 {
        sheet
            .find(&rules::CFG_2, format!("Function timeout is very high: {}s", timeout.to_text()))
            .at(call, "/Configuration/Timeout");
    }
    if !config.has(Field::ReservedConcurrency)? {
        sheet
            .find(&rules::CFG_3, "Function does not have reserved concurrency configured")
            .at(call, "/Configuration");
    }
    Ok(())
}

pub(super) fn code(
    sheet: &mut Sheet,
    config: &Configuration<'_>,
    call: Option<CallId>,
) -> Result<(), Raised<'static>> {
    let size = config.get(Field::CodeSize, Py::Int("0"))?;
    let bytes = size.compared(">")?;
    if bytes > 50.0 * MEBIBYTE {
        if bytes.is_infinite() && matches!(size, Py::Int(_)) {
            return Err(Raised::Overflow("integer division result too large for a float"));
        }
        sheet
            .find(&rules::CODE_1, format!("Function code package is large: {:.1}MB", bytes / MEBIBYTE))
            .at(call, "/Configuration/CodeSize");
    }
    let layers = config.get(Field::Layers, Py::EMPTY_LIST)?.length()?;
    if layers > 5 {
        sheet
            .find(&rules::CODE_2, format!("Function uses many layers: {layers}"))
            .at(call, "/Configuration/Layers");
    }
    Ok(())
}
