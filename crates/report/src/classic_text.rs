//! The two text reports of the published original, rendered from its documents as it renders them.

use std::fmt::Write;

use serde_json::Value;
use serde_json::value::RawValue;

/// So many recommendations stand in the security report.
const RECOMMENDATIONS: usize = 10;
/// So many recommendations of high priority stand in the compliance report.
const HIGH_PRIORITY: usize = 5;
/// So many events, the last of the list, stand in the compliance report.
const EVENTS: usize = 5;

/// The security report of a security audit; none where the document doesn't have the shape of one.
pub fn security_text(document: &RawValue) -> Option<String> {
    let audit: Value = serde_json::from_str(document.get()).ok()?;
    let findings = audit.get("findings")?.as_array()?;
    let mut out = String::from("\nAWS LAMBDA SECURITY AUDIT REPORT\n================================\n\n");
    field(&mut out, "Function", audit.get("function_name")?);
    field(&mut out, "Audit Date", audit.get("audit_timestamp")?);
    let _ = writeln!(out, "Security Score: {}/100\n", plain(audit.get("security_score")?));
    for (severity, heading) in [("HIGH", "🔴 HIGH"), ("MEDIUM", "🟡 MEDIUM")] {
        let found: Vec<&Value> = findings.iter().filter(|finding| finding["severity"] == severity).collect();
        if found.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{heading} SEVERITY ISSUES ({}):", found.len());
        for finding in found {
            let _ = writeln!(out, "  • {}: {}", plain(&finding["category"]), plain(&finding["message"]));
        }
        out.push('\n');
    }
    let recommendations =
        audit.get("recommendations").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if !recommendations.is_empty() {
        out.push_str("💡 RECOMMENDATIONS:\n");
        for recommendation in recommendations.iter().take(RECOMMENDATIONS) {
            let _ = writeln!(
                out,
                "  • {}: {}",
                plain(&recommendation["action"]),
                plain(&recommendation["description"])
            );
        }
        out.push('\n');
    }
    out.push_str("CHECKS PERFORMED:\n");
    for check in
        audit.get("checks_performed").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    {
        let _ = writeln!(out, "  ✓ {}", plain(check));
    }
    Some(out)
}

/// The compliance report of a compliance document; none where it is an error or doesn't have the shape of one.
pub fn compliance_text(document: &RawValue) -> Option<String> {
    let report: Value = serde_json::from_str(document.get()).ok()?;
    let statuses = report.get("compliance_status")?.as_object()?;
    let frameworks: Vec<String> = report.get("frameworks_checked")?.as_array()?.iter().map(plain).collect();
    let mut out = String::from("\nLAMBDA COMPLIANCE AUDIT REPORT\n==============================\n\n");
    field(&mut out, "Function", report.get("function_name")?);
    field(&mut out, "Audit Date", report.get("check_timestamp")?);
    let _ = writeln!(out, "Frameworks Checked: {}\n\nCOMPLIANCE STATUS:", frameworks.join(", "));
    for (framework, status) in frameworks.iter().filter_map(|name| Some((name, statuses.get(name)?))) {
        let word = plain(&status["status"]);
        let icon = if word == "COMPLIANT" { "✅" } else { "❌" };
        let percentage = status["compliance_percentage"].as_f64().unwrap_or_default();
        let _ = writeln!(out, "  {icon} {framework}: {percentage:.1}% ({word})");
    }
    let list = |key: &str| report.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let high: Vec<Value> =
        list("recommendations").into_iter().filter(|entry| entry["priority"] == "HIGH").collect();
    if !high.is_empty() {
        out.push_str("\nHIGH PRIORITY RECOMMENDATIONS:\n");
        for entry in high.iter().take(HIGH_PRIORITY) {
            let _ =
                writeln!(out, "  🔴 [{}] {}", plain(&entry["framework"]), plain(&entry["recommendation"]));
        }
    }
    let trail = list("audit_trail");
    if !trail.is_empty() && !trail.iter().any(|event| event.get("error").is_some()) {
        let _ = writeln!(out, "\nRECENT AUDIT ACTIVITIES ({}):", trail.len());
        for event in trail.iter().skip(trail.len().saturating_sub(EVENTS)) {
            let (time, name, user) = (&event["event_time"], &event["event_name"], &event["user_name"]);
            let _ = writeln!(out, "  • {}: {} by {}", plain(time), plain(name), plain(user));
        }
    }
    Some(out)
}

fn field(out: &mut String, name: &str, value: &Value) {
    let _ = writeln!(out, "{name}: {}", plain(value));
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_the_published_layout() {
        let audit = r#"{"function_name":"f","audit_timestamp":"2026-11-01T00:00:00","security_score":97,
            "findings":[{"severity":"HIGH","category":"C","message":"m"},{"severity":"LOW","category":"D","message":"n"}],
            "recommendations":[{"category":"X","action":"A","description":"d"}],"checks_performed":["IAM Permissions Check"]}"#;
        assert_eq!(
            security_text(&RawValue::from_string(audit.into()).unwrap()).unwrap(),
            "\nAWS LAMBDA SECURITY AUDIT REPORT\n================================\n\nFunction: f\n\
             Audit Date: 2026-11-01T00:00:00\nSecurity Score: 97/100\n\n🔴 HIGH SEVERITY ISSUES (1):\n  • C: m\n\n\
             💡 RECOMMENDATIONS:\n  • A: d\n\nCHECKS PERFORMED:\n  ✓ IAM Permissions Check\n"
        );
        let report = r#"{"function_name":"f","check_timestamp":"t","frameworks_checked":["GDPR","SOC2"],
            "compliance_status":{"SOC2":{"compliance_percentage":12.5,"status":"NON_COMPLIANT"},
            "GDPR":{"compliance_percentage":83.33333333333334,"status":"COMPLIANT"}},
            "recommendations":[{"framework":"SOC2","recommendation":"r","priority":"HIGH"}],
            "audit_trail":[{"event_time":"e","event_name":"n","user_name":"u"}]}"#;
        assert_eq!(
            compliance_text(&RawValue::from_string(report.into()).unwrap()).unwrap(),
            "\nLAMBDA COMPLIANCE AUDIT REPORT\n==============================\n\nFunction: f\nAudit Date: t\n\
             Frameworks Checked: GDPR, SOC2\n\nCOMPLIANCE STATUS:\n  ✅ GDPR: 83.3% (COMPLIANT)\n  \
             ❌ SOC2: 12.5% (NON_COMPLIANT)\n\nHIGH PRIORITY RECOMMENDATIONS:\n  🔴 [SOC2] r\n\n\
             RECENT AUDIT ACTIVITIES (1):\n  • e: n by u\n"
        );
        let error = r#"{"error":"no","error_type":"ClientError"}"#;
        assert_eq!(compliance_text(&RawValue::from_string(error.into()).unwrap()), None);
    }
}
