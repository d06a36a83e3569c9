//! Secrets within longer texts: descriptions, commands, filters, recorded calls.

use super::super::scan;

/// What is found in a text, each as it stands there.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<&str> = scan(text).into_iter().map(|secret| &text[secret.span]).collect();
    assert_eq!(found, expected, "{text}");
}

const KEY: &str = "Xk3mQ9vLrT7nWc1Y8Zb4Vg";

#[test]
fn descriptions() {
    check("Rotates the password of the database every 30 days", &[]);
    check("Managed by CDK. Handler for the api-key authorizer: validates tokens", &[]);
    check("password is required for login", &[]);
    check("Token: required for auth", &[]);
    check("Secret: see Secrets Manager (prod/db)", &[]);
    check("owner: shop-team, contact: shop@example.com, key: orders/2024", &[]);
    check("reads arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf", &[]);
    check("password rotation and token refresh", &[]);
    check("db:\n  host: x\n  password: lkuyQAxarakdDrvzzv\n", &["lkuyQAxarakdDrvzzv"]);
    check("password: PasswordResetHandlerLambda", &[]);
    check("Password: hunter2abc!9", &["hunter2abc!9"]);
    check("The password is Xk3mQ9vLrT7n for now", &["Xk3mQ9vLrT7n"]);
    check(&format!("temporary api_key={KEY}, remove later"), &[KEY]);
    check(&format!("API key {KEY} must be rotated"), &[KEY]);
    check("uses postgres://app:Xk3mQ9vL@db/shop and redis://:Zb4VgHd5@c:6379", &["Xk3mQ9vL", "Zb4VgHd5"]);
}

#[test]
fn commands() {
    check("/app/run --token-file /run/secrets/token --verbose", &[]);
    check("node --max-old-space-size=4096 --token-ttl 3600 index.js", &[]);
    check("curl --user $USER:$PASS https://api.example.com", &[]);
    check(&format!("/app/run --token {KEY} --verbose"), &[KEY]);
    check("java -jar app.jar -password Xk3mQ9vLrT7n -user app", &["Xk3mQ9vLrT7n"]);
    check("[\"/app/run\",\"--db-password\",\"Xk3mQ9vLrT7n\"]", &["Xk3mQ9vLrT7n"]);
    check("[\"/bin/sh\",\"-c\",\"DB_PASSWORD=Xk3mQ9vLrT7n /app/run\"]", &["Xk3mQ9vLrT7n"]);
    check("curl -u orders:Xk3mQ9vLrT7n https://api.example.com", &["orders:Xk3mQ9vLrT7n"]);
}

#[test]
fn event_filters() {
    check(r#"{"body":{"token":[{"prefix":"tok_"}],"type":["order"]}}"#, &[]);
    check(r#"{"dynamodb":{"NewImage":{"secret":{"S":["x"]},"apiKeyName":{"S":["partner-a"]}}}}"#, &[]);
    check(r#"{"body":{"password":[{"exists":true}],"tokens":[{"numeric":[">",100]}]}}"#, &[]);
    check(r#"{"body":{"password":["Xk3mQ9vLrT7n"]}}"#, &["Xk3mQ9vLrT7n"]);
    check(
        r#"{"body":{"bus":["Endpoint=sb://a.example/;SharedAccessKeyName=Root;SharedAccessKey=Xk3mQ9vLrT7nWc1Y8Zb4Vg0s="]}}"#,
        &["Xk3mQ9vLrT7nWc1Y8Zb4Vg0s="],
    );
    check(&format!(r#"{{"body":{{"apiKey":["sk_live_{KEY}"]}}}}"#), &[&format!("sk_live_{KEY}")]);
    check(&format!(r#"{{"headers":{{"authorization":["Bearer {KEY}"]}}}}"#), &[KEY]);
}

#[test]
fn recorded_calls() {
    let call = r#"{"functionName":"orders","environment":{"variables":{"SECRET_NAME":"prod/db","STAGE":"prod","DB_PASSWORD":"Xk3mQ9vLrT7n","KEY_ARN":"arn:aws:kms:eu-west-1:1:key/x"}}}"#;
    check(call, &["Xk3mQ9vLrT7n"]);
    check(&call.replace('"', "\\\""), &["Xk3mQ9vLrT7n"]);
    check(&call.replace('"', "\\\\\\\""), &["Xk3mQ9vLrT7n"]);
    check(&call.replace("Xk3mQ9vLrT7n", "HIDDEN_DUE_TO_SECURITY_REASONS"), &[]);
    check(&call.replace(":\"Xk3mQ9vLrT7n\"", ": \"Xk3mQ9vLrT7n\" "), &["Xk3mQ9vLrT7n"]);
    check(r#"{"password":null,"token":"","secret":false,"key":12345678901}"#, &[]);
}

#[test]
fn other_forms() {
    check("<password>Xk3mQ9vLrT7n</password><user>app</user>", &["Xk3mQ9vLrT7n"]);
    check("password=\nDB_HOST=db.internal", &[]);
    check("a: 1\npassword: Xk3mQ9vLrT7n\nb: 2", &["Xk3mQ9vLrT7n"]);
    check("s3://bucket/key=2024/token=abc/part-0000.parquet", &[]);
    check("passwordless=true,token_refresh=off,secretsMasked=yes", &[]);
    check("", &[]);
}
