//! How far a function reaches, the list of actions that is loaded for it, and what a person sets aside.

use e2e::{Browser, Host, watched};
use serde_json::{Value, json};

const SECRET: &str = "x9#Lq2!vT7pWz4";

fn call(service: &str, operation: &str, parameters: Value, response: Value) -> Value {
    json!({"service": service, "operation": operation, "parameters": parameters, "response": response})
}

/// One function, whose role may do this where it is given; open to everybody.
fn evidence(action: Option<&str>) -> Vec<u8> {
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:orders";
    let configuration = json!({"FunctionName": "orders", "FunctionArn": arn, "Runtime": "python3.13", "Handler": "a.b",
        "Role": "arn:aws:iam::123456789012:role/orders-role", "Environment": {"Variables": {"DB_PASSWORD": SECRET}}});
    let name = json!({"FunctionName": "orders"});
    let statement = json!({"Sid": "open", "Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": arn});
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]});
    let queue = json!({"UUID": "u", "FunctionArn": arn, "State": "Enabled",
        "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:orders-in"});
    let mut calls = vec![
        call("lambda", "GetFunction", name.clone(), json!({"Configuration": configuration})),
        call("lambda", "GetPolicy", name.clone(), json!({"Policy": policy.to_string()})),
        call("lambda", "ListEventSourceMappings", name, json!({"EventSourceMappings": [queue]})),
    ];
    if let Some(action) = action {
        let statement = json!({"Effect": "Allow", "Action": action, "Resource": "*"});
        let role = json!({"RoleName": "orders-role", "Arn": "arn:aws:iam::123456789012:role/orders-role",
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}, "AttachedManagedPolicies": [],
            "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}]});
        let answer = json!({"RoleDetailList": [role], "Policies": [], "IsTruncated": false});
        calls.push(call("iam", "GetAccountAuthorizationDetails", json!({}), answer));
    }
    json!({"format": "lambda-evidence", "version": 1, "exported_at": "2026-11-01T00:00:00Z", "account": "123456789012",
        "region": "us-east-1", "calls": calls})
    .to_string()
    .into_bytes()
}

/// How often the list of actions was asked for.
fn asked(browser: &Browser) -> usize {
    browser.site.requests().iter().filter(|path| path.starts_with("/actions-")).count()
}

async fn visible(browser: &Browser, selector: &str) -> bool {
    let body = "return document.querySelector(arguments[0]).checkVisibility()";
    browser.js(body, vec![json!(selector)]).await == json!(true)
}

#[test]
fn the_blast_radius_is_drawn_and_told() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("orders.json", &evidence(Some("iam:CreatePolicyVersion"))).await;
        browser.wait_for(".overview .first li").await;
        let first = browser.text_of(".overview .first li:first-child").await;
        assert!(first.contains("Everybody can call it, and its role leads to more rights"), "{first}");

        browser.goes("#v1/functions/orders", ".reach .picture svg").await;
        let summary = browser.text_of(".reach > p").await;
        assert!(
            summary.starts_with("Everybody can call this function, and its role leads to more rights"),
            "{summary}"
        );
        // What could not be looked at is there, and drawn with dashes.
        let dashes = browser
            .js("return getComputedStyle(document.querySelector('.picture.wide a.unknown rect')).strokeDasharray", vec![])
            .await;
        assert_ne!(dashes, json!("none"));
        // Each part of the picture stands in the list too.
        let missing = browser
            .js(
                "const told = document.querySelector('.reach-lists').textContent; \
                 return [...document.querySelectorAll('.picture.wide a .name')].map((name) => name.textContent) \
                   .filter((name) => name !== 'orders' && name !== 'orders-role' && !told.includes(name.replace(/^\\d+\\. /, '')))",
                vec![],
            )
            .await;
        assert_eq!(missing, json!([]));
        assert!(browser.text_of(".reach .way ol").await.starts_with("It "));

        // A part leads to its finding, or unfolds its evidence in the list.
        let target = "[...document.querySelectorAll('.picture.wide a')].find((a) => a.textContent.includes(arguments[0]))";
        let click =
            format!("{target}.dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true }}))");
        browser.js(&click, vec![json!("orders-in")]).await;
        browser.wait_for(".reach-lists details[open] .excerpt").await;
        assert!(browser.text_of(".reach-lists details[open]").await.contains("orders-in"));
        browser.js(&click, vec![json!("More rights")]).await;
        browser.wait_for("article.finding").await;
        assert!(browser.text_of("article.finding").await.contains("IAM-02"));

        browser.goes("#v1/functions/orders", ".reach .picture svg").await;
        assert_eq!(browser.faults("function").await, Vec::<String>::new());
        browser.width(390).await;
        assert!(
            visible(browser, ".picture.narrow svg").await && !visible(browser, ".picture.wide svg").await
        );
    });
}

#[test]
fn the_list_of_actions_is_loaded_when_rights_are_judged_and_once() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("orders.json", &evidence(None)).await;
        assert_eq!(asked(browser), 0, "nothing speaks of rights");
        browser.opens_file("orders.json", &evidence(Some("s3:GetObjekt"))).await;
        assert_eq!(asked(browser), 1);
        browser.wait_until("document.querySelector('.bottom .requests').title.includes('/actions-')").await;
        let told = browser.text_of(".bottom .requests").await;
        assert!(told.ends_with("0 requests since it loaded, beside 4 parts of the page"), "{told}");
        browser.goes("#v1/findings?rule=IAM-22", ".list.findings .item .rule").await;
        browser.opens_file("orders.json", &evidence(Some("s3:GetObject"))).await;
        browser.click_text("Forget").await;
        browser.opens_file("orders.json", &evidence(Some("s3:GetObjekt"))).await;
        assert_eq!(asked(browser), 1, "neither another file nor another worker asks again");
    });
}

#[test]
fn a_list_of_actions_that_is_not_the_one_that_was_built_is_not_believed() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        let name =
            browser.js("return document.querySelector('script[data-actions]').dataset.actions", vec![]).await;
        let path = format!("/{}", name.as_str().unwrap_or_default());
        browser.site.put(&path, "# as_of 2026-11\ns3\n R GetObjekt\n");
        browser.forgive("integrity");
        browser.opens_file("orders.json", &evidence(Some("s3:GetObjekt"))).await;
        browser.goes("#v1/problems", ".problems .problem").await;
        let told = browser.text_of(".problems").await;
        assert!(
            told.contains("The list of AWS's actions, a part of this page, did not arrive whole"),
            "{told}"
        );
        browser.goes("#v1/functions/orders", ".reach .picture svg").await;
        assert!(browser.text_of(".function .missing").await.contains("actions.txt"));
    });
}

#[test]
fn a_value_is_set_aside_and_taken_back() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("orders.json", &evidence(None)).await;
        browser.wait_for(".overview .big b").await;
        let score = browser.text_of(".overview .big b").await;
        // The way there: the masked value on the function's screen names the finding.
        browser.goes("#v1/findings?rule=SEC-02", ".list.findings .item .rule").await;
        browser.click("#row-0").await;
        browser.wait_for("article.finding").await;
        browser.click_text("This is not a secret").await;
        browser.wait_for_text("Set aside by the reader of this report on ").await;
        browser.wait_for_text("Set aside by the reader").await;
        browser.goes("#v1/overview", ".overview .set-aside").await;
        let said = browser.text_of(".overview .set-aside").await;
        assert!(
            said.starts_with(
                "1 finding set aside by the reader. The score stays as it was judged; without, it would be "
            ),
            "{said}"
        );
        assert_eq!(browser.text_of(".overview .big b").await, score);
        browser.click(".overview .set-aside a").await;
        browser.wait_for(".list.findings .item .rule").await;
        assert!(browser.text_of(".list.findings").await.contains("SEC-02"));
        browser.click("#row-0").await;
        browser.click_text("Take it back").await;
        browser.wait_for_text("This is not a secret").await;
        // A decision is nowhere once all is forgotten.
        browser.click_text("This is not a secret").await;
        browser.wait_for_text("Take it back").await;
        browser.click_text("Forget").await;
        browser.opens_file("orders.json", &evidence(None)).await;
        browser.wait_for(".overview .big b").await;
        assert_eq!(browser.count(".overview .set-aside").await, 0);
    });
}
