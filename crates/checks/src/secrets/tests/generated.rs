//! Secrets made here, some of each kind, under the names that people give them. Every one must be found, where it stands.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::super::{Beside, Rule, Secret, Verdict, classify, judge, scan};

/// Numbers that look random and are the same in every run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 24) as usize
    }

    pub(super) fn draw(&mut self, letters: &str, count: usize) -> String {
        let letters: Vec<char> = letters.chars().collect();
        (0..count).map(|_| letters[self.next() % letters.len()]).collect()
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.next() % list.len()]
    }
}

const D: &str = "0123456789";
const H: &str = "0123456789abcdef";
const L: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
const U: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
pub(super) const A: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const W: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const B: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const T: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Fills a template: `<a36>` is 36 letters and digits; the checksums are computed.
fn fill(template: &str, dice: &mut Dice) -> String {
    let mut text = String::new();
    for (index, piece) in template.split(['<', '>']).enumerate() {
        if index % 2 == 0 {
            text.push_str(piece);
            continue;
        }
        let (class, count) = piece.split_at(1);
        let count: usize = count.parse().unwrap_or(0);
        match class {
            "d" => text.push_str(&dice.draw(D, count)),
            "h" => text.push_str(&dice.draw(H, count)),
            "l" => text.push_str(&dice.draw(L, count)),
            "u" => text.push_str(&dice.draw(U, count)),
            "a" => text.push_str(&dice.draw(A, count)),
            "w" => text.push_str(&dice.draw(W, count)),
            "b" => text.push_str(&dice.draw(B, count)),
            "t" => text.push_str(&dice.draw(T, count)),
            "U" => {
                let id = dice.draw(H, 32);
                let _ = write!(
                    text,
                    "{}-{}-4{}-a{}-{}",
                    &id[..8],
                    &id[8..12],
                    &id[13..16],
                    &id[17..20],
                    &id[20..]
                );
            }
            // Base 62 of the CRC-32 of thirty characters.
            "C" => {
                let body = dice.draw(A, 30);
                let mut rest = evidence::crc32(body.as_bytes());
                let digits: Vec<char> =
                    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".chars().collect();
                let mut sum = vec!['0'; 6];
                for place in sum.iter_mut().rev() {
                    *place = digits[(rest % 62) as usize];
                    rest /= 62;
                }
                text.push_str(&body);
                text.extend(sum);
            }
            // Grafana's checksum of all before it.
            "G" => {
                let sum = evidence::crc32(text.as_bytes()).swap_bytes();
                let _ = write!(text, "_{sum:08x}");
            }
            "P" => {
                for _ in 0..count {
                    let _ = write!(text, "\n{}", dice.draw(B, 64));
                }
            }
            _ => panic!("{template}"),
        }
    }
    text
}

/// A name, and a template of the value.
const KNOWN: &[(&str, &str)] = &[
    ("GITHUB_TOKEN", "ghp_<C>"),
    ("GH", "gho_<C>"),
    ("RELEASES", "ghs_<C>"),
    ("GH_USER", "ghu_<C>"),
    ("GH_REFRESH", "ghr_<C>"),
    ("BOT", "github_pat_<a22>_<a59>"),
    ("NPM", "npm_<C>"),
    ("GRAFANA", "glsa_<a32><G>"),
    ("PYPI", "pypi-AgEIcHlwaS5vcmc<w120>"),
    ("GITLAB", "glpat-<w20>"),
    ("GITLAB_ROUTABLE", "glpat-<w27>.01.<l9>"),
    ("CI_TRIGGER", "glptt-<h40>"),
    ("DEPLOY", "gldt-<w20>"),
    ("RUNNER", "glrt-<w20>"),
    ("STRIPE", "sk_live_<a24>"),
    ("STRIPE_KEY", "sk_live_51<a97>"),
    ("PAYMENTS", "rk_live_<a24>"),
    ("STRIPE_TEST", "sk_test_<a24>"),
    ("HOOK", "whsec_<a32>"),
    ("SVIX", "whsec_<b32>"),
    ("SLACK", "xoxb-<d12>-<d13>-<a24>"),
    ("SLACK_USER", "xoxp-<d12>-<d12>-<d13>-<h32>"),
    ("SLACK_APP", "xapp-1-A<u10>-<d13>-<h64>"),
    ("SLACK_REFRESH", "xoxe-1-<a146>"),
    ("ALERTS", "https://hooks.slack.com/services/T<u8>/B<u10>/<a24>"),
    ("ALERTS_FLOW", "https://hooks.slack.com/workflows/T<u8>/A<u10>/<d18>/<a24>"),
    ("CHAT", "https://discord.com/api/webhooks/<d18>/<w68>"),
    ("CHAT_OLD", "https://discordapp.com/api/webhooks/<d19>/<w68>"),
    ("TEAMS", "https://shop.webhook.office.com/webhookb2/<U>@<U>/IncomingWebhook/<h32>/<U>"),
    ("ZAP", "https://hooks.zapier.com/hooks/catch/<d7>/<l7>"),
    ("AWS_ACCESS_KEY_ID", "AKIA<t16>"),
    ("KEY_ID", "ASIA<t16>"),
    ("AWS_SECRET_ACCESS_KEY", "<b40>"),
    ("BACKUP_AWS_SECRET", "<b40>"),
    ("SECRET_ACCESS_KEY", "<b40>"),
    ("AWS_SESSION_TOKEN", "IQoJb3JpZ2luX2Vj<b400>"),
    ("MWS", "amzn.mws.<U>"),
    ("BEDROCK", "ABSK<b120>"),
    ("APPSYNC", "da2-<l26>"),
    ("MAPS", "AIza<w35>"),
    ("GOOGLE_CLIENT", "GOCSPX-<w28>"),
    ("GOOGLE_REFRESH", "1//0<w80>"),
    ("GOOGLE_ACCESS", "ya29.<w120>"),
    ("MAIL", "SG.<w22>.<w43>"),
    ("MAILGUN", "key-<h32>"),
    ("MAILCHIMP_API_KEY", "<h32>-us14"),
    ("MAILCHIMP", "<h32>-us21"),
    ("BREVO", "xkeysib-<h64>-<a16>"),
    ("RESEND", "re_<a8>_<a24>"),
    ("TWILIO_KEY", "SK<h32>"),
    ("TWILIO_AUTH_TOKEN", "<h32>"),
    ("TELEGRAM", "<d10>:AA<w33>"),
    ("TELEGRAM_URL", "https://api.telegram.org/bot<d10>:AA<w33>/sendMessage"),
    ("LLM", "sk-ant-api03-<w93>AA"),
    ("LLM_2", "sk-proj-<w74>T3BlbkFJ<w74>"),
    ("LLM_3", "sk-<a20>T3BlbkFJ<a20>"),
    ("LLM_4", "sk-or-v1-<h64>"),
    ("LLM_5", "sk-svcacct-<w60>"),
    ("LLM_6", "sk-<h32>"),
    ("GROQ", "gsk_<a52>"),
    ("HUGGING", "hf_<a34>"),
    ("REPLICATE", "r8_<a37>"),
    ("PERPLEXITY", "pplx-<a48>"),
    ("GROK", "xai-<a80>"),
    ("PINECONE", "pcsk_<w70>"),
    ("TAVILY", "tvly-<a32>"),
    ("TRACES", "sk-lf-<U>"),
    ("LANGSMITH", "lsv2_pt_<h32>_<h10>"),
    ("DO", "dop_v1_<h64>"),
    ("DO_OAUTH", "doo_v1_<h64>"),
    ("SHOP", "shpat_<h32>"),
    ("SHOP_SHARED", "shpss_<h32>"),
    ("SHOP_APP", "shpca_<h32>"),
    ("SQUARE", "sq0atp-<w22>"),
    ("SQUARE_SECRET", "sq0csp-<w43>"),
    ("SQUARE_NEW", "EAAA<w60>"),
    ("LAKE", "dapi<h32>"),
    ("LAKE_2", "dapi<h32>-3"),
    ("VAULT", "hvs.<w91>"),
    ("VAULT_BATCH", "hvb.<w140>"),
    ("VAULT_TOKEN", "s.<a24>"),
    ("DOPPLER", "dp.pt.<a43>"),
    ("DOPPLER_SERVICE", "dp.st.prd.<a43>"),
    ("LINEAR", "lin_api_<a40>"),
    ("HEROKU_API_KEY", "<U>"),
    ("HEROKU", "HRKU-AA<w58>"),
    ("POSTMARK_SERVER_TOKEN", "<U>"),
    ("NOTION", "ntn_<a46>"),
    ("NOTION_OLD", "secret_<a43>"),
    ("AIRTABLE", "pat<a14>.<h64>"),
    ("JIRA", "ATATT3xFfGF0<w170>=<u8>"),
    ("BITBUCKET", "ATBB<a32>"),
    ("TERRAFORM_TOKEN", "<a14>.atlasv1.<a67>"),
    ("NEW_RELIC_LICENSE_KEY", "<h36>NRAL"),
    ("NEW_RELIC", "NRAK-<u27>"),
    ("DD_API_KEY", "<h32>"),
    ("DD_APP_KEY", "<h40>"),
    ("DATADOG_API_KEY", "<h32>"),
    ("SENTRY", "sntryu_<h64>"),
    ("PLANETSCALE", "pscale_tkn_<w43>"),
    ("SUPABASE", "sbp_<h40>"),
    ("SUPABASE_SECRET", "sb_secret_<w31>"),
    ("LAUNCHDARKLY", "sdk-<U>"),
    ("POSTMAN", "PMAK-<h24>-<h34>"),
    ("PULUMI", "pul-<h40>"),
    ("FIGMA", "figd_<w40>"),
    ("DOCKER", "dckr_pat_<w27>"),
    ("GEMS", "rubygems_<h48>"),
    ("CRATES", "cio<a32>"),
    ("NUGET", "oy2<l43>"),
    ("SONAR", "squ_<h40>"),
    ("BUILDKITE", "bkua_<h40>"),
    ("CIRCLE", "CCIPAT_<a22>_<h40>"),
    ("PREFECT", "pnu_<l36>"),
    ("NETLIFY", "nfp_<a36>"),
    ("FLY", "fo1_<w43>"),
    ("TAILSCALE", "tskey-auth-<a12>CNTRL-<a32>"),
    ("DYNATRACE", "dt0c01.<u24>.<u64>"),
    ("PLAID", "access-production-<U>"),
    ("HUBSPOT", "pat-eu1-<U>"),
    ("CONTENTFUL", "CFPAT-<w43>"),
    ("CLOUDFLARE_API_TOKEN", "<w40>"),
    ("DEEPL", "<U>:fx"),
    ("AZURE_CLIENT_SECRET", "<a3>8Q~<w34>"),
    ("ENTRA", "<a3>8Q~<w34>"),
    ("AGE", "AGE-SECRET-KEY-1<u58>"),
    (
        "AZURE_STORAGE",
        "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=<b86>==;EndpointSuffix=core.windows.net",
    ),
    (
        "SERVICE_BUS",
        "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=<b43>=",
    ),
    ("COSMOS", "AccountEndpoint=https://shop.documents.azure.com:443/;AccountKey=<b86>==;"),
    (
        "BLOB",
        "https://shop.blob.core.windows.net/c?sv=2022-11-02&ss=b&srt=o&sp=rl&se=2027-01-01T00:00:00Z&sig=<b43>%3D",
    ),
    ("FUNCTION_URL", "https://shop.azurewebsites.net/api/orders?code=<w54>=="),
    (
        "SQL",
        "Server=tcp:shop.database.windows.net,1433;Database=orders;User ID=app;Password=<a8>&<a6>;Encrypt=True;",
    ),
    ("SQL_2", "Data Source=db;Initial Catalog=orders;User Id=app;Pwd=<a12>"),
    ("PG", "host=db.internal port=5432 dbname=orders user=app password=<a14>"),
    ("REDIS", "shop.redis.cache.windows.net:6380,password=<b43>=,ssl=True,abortConnect=False"),
    ("DATABASE_URL", "postgres://app:<a16>@db.internal:5432/orders"),
    ("DATABASE_URL", "postgresql+asyncpg://app:<a6>%40<a6>@db.internal/orders?sslmode=require"),
    ("DATABASE_URL", "mysql://root:<l10>@10.0.0.7:3306/shop"),
    ("MONGO", "mongodb+srv://svc:<a18>@cluster0.ab1cd.mongodb.net/shop?retryWrites=true"),
    ("CACHE", "rediss://default:<a32>@orders.example.com:6379"),
    ("MQ", "amqps://orders:<a12>@b-1234.mq.eu-west-1.amazonaws.com:5671"),
    ("PROXY", "http://proxyuser:<a10>@proxy.internal:3128"),
    ("JDBC", "jdbc:postgresql://db.internal/orders?user=app&password=<a14>"),
    ("JDBC_MS", "jdbc:sqlserver://db.internal:1433;databaseName=orders;user=app;password=<a14>;encrypt=true"),
    ("JDBC_ORACLE", "jdbc:oracle:thin:orders/<a12>@//db.internal:1521/ORCL"),
    ("GIT_REMOTE", "https://x-access-token:ghs_<C>@github.com/example/orders.git"),
    ("GIT_REMOTE", "https://<a40>@github.com/example/orders.git"),
    ("OLD_DSN", "https://<h32>:<h32>@sentry.example.com/7"),
    ("SMTP", "smtps://apikey:SG.<w22>.<w43>@smtp.sendgrid.net:465"),
    ("UPSTREAM", "Bearer <a40>"),
    ("UPSTREAM", "Authorization: Bearer <w43>"),
    (
        "KAFKA",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"orders\" password=\"<a20>\";",
    ),
    (
        "KAFKA_PROPERTIES",
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password='<a16>';",
    ),
    ("SETTINGS", "{\"host\":\"db\",\"username\":\"app\",\"password\":\"<a16>\"}"),
    ("SETTINGS", "{\"stripe\":{\"apiKey\":\"<a32>\"},\"retries\":3}"),
    ("SETTINGS", "{\\\"dbPassword\\\":\\\"<a16>\\\"}"),
    ("SETTINGS", "[{\"Name\":\"DB_PASSWORD\",\"Value\":\"<a16>\"}]"),
    ("ENV_FILE", "DB_HOST=db\nDB_PASSWORD=<a16>\nDB_PORT=5432"),
    ("OPTIONS", "--user=app --password=<a16> --verbose"),
    ("OPTIONS", "-Ddb.password=<a16> -Xmx512m"),
    ("WEBHOOK", "https://partner.example.com/hook?api_key=<a32>&v=1"),
    ("WEBHOOK", "https://partner.example.com/hook?v=1&token=<h40>"),
    ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=<h36>NRAL"),
    ("OTEL_EXPORTER_OTLP_HEADERS", "x-honeycomb-team=orders,x-api-key=<a22>"),
    ("TLS", "-----BEGIN PRIVATE KEY-----<P20>\n-----END PRIVATE KEY-----"),
    ("TLS", "-----BEGIN RSA PRIVATE KEY-----<P24>\n-----END RSA PRIVATE KEY-----"),
    ("TLS", "-----BEGIN EC PRIVATE KEY-----<P3>\n-----END EC PRIVATE KEY-----"),
    ("TLS", "-----BEGIN OPENSSH PRIVATE KEY-----<P6>\n-----END OPENSSH PRIVATE KEY-----"),
    ("TLS", "-----BEGIN ENCRYPTED PRIVATE KEY-----<P20>\n-----END ENCRYPTED PRIVATE KEY-----"),
    (
        "PGP",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n<P20>\n=<a4>\n-----END PGP PRIVATE KEY BLOCK-----",
    ),
    (
        "GCP",
        "{\"type\":\"service_account\",\"project_id\":\"p\",\"private_key\":\"-----BEGIN PRIVATE KEY-----<P20>\n-----END PRIVATE KEY-----\n\",\"client_email\":\"a@p.iam.gserviceaccount.com\"}",
    ),
    ("JWK", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"<w43>\",\"y\":\"<w43>\",\"d\":\"<w43>\"}"),
];

/// Names that promise a secret, and what may stand under them.
const RANDOM_NAMES: &[&str] = &[
    "DB_PASSWORD",
    "PGPASSWORD",
    "MYSQL_PWD",
    "REDIS_PASSWORD",
    "ADMIN_PASS",
    "smtpPassword",
    "SMTP_PASS",
    "ldap.bind.password",
    "FTP_PASSWD",
    "KEYSTORE_PASSPHRASE",
    "SESSION_SECRET",
    "JWT_SECRET",
    "COOKIE_SECRET",
    "CLIENT_SECRET",
    "OAUTH_CLIENT_SECRET",
    "APP_SECRET",
    "WEBHOOK_SECRET",
    "SHARED_SECRET",
    "SIGNING_SECRET",
    "SECRET_KEY",
    "SECRET_KEY_BASE",
    "DJANGO_SECRET_KEY",
    "NEXTAUTH_SECRET",
    "ENCRYPTION_KEY",
    "SIGNING_KEY",
    "MASTER_KEY",
    "RAILS_MASTER_KEY",
    "FERNET_KEY",
    "HMAC_KEY",
    "API_KEY",
    "WEATHER_API_KEY",
    "apiKey",
    "MYAPIKEY",
    "PARTNER_API_KEY_V2",
    "API_KEY_PROD",
    "X_API_KEY",
    "ALGOLIA_ADMIN_KEY",
    "OPENWEATHER_KEY",
    "ACCESS_TOKEN",
    "AUTH_TOKEN",
    "REFRESH_TOKEN",
    "BOT_TOKEN",
    "CI_JOB_TOKEN",
    "GITHUB_WEBHOOK_TOKEN",
    "VERIFY_TOKEN",
    "API_TOKEN",
    "SONAR_TOKEN",
    "authToken",
    "PASSWORD_PEPPER",
    "LICENSE_KEY",
    "STORAGE_ACCOUNT_KEY",
    "SUBSCRIPTION_KEY",
    "PARTNER_CREDENTIALS",
    "NPM_AUTH",
    "REDIS_AUTH",
    "STRIPE_KEY",
    "DATADOG_KEY",
];
const RANDOM: &[&str] = &[
    "<h32>",
    "<h40>",
    "<h64>",
    "<a24>",
    "<a32>",
    "<a40>",
    "<b43>=",
    "<w32>",
    "<l32>",
    "<b64>",
    "<a20>",
    "<u26>x<a4>",
];

const PASSWORD_NAMES: &[&str] = &[
    "DB_PASSWORD",
    "MYSQL_ROOT_PASSWORD",
    "SMTP_PASSWORD",
    "adminPassword",
    "SFTP_PASSWORD",
    "LDAP_PASSWORD",
    "dbpassword",
    "PGPASSWORD",
    "APP_PASSWORD_PROD",
    "KEYSTORE_PASSPHRASE",
    "RABBITMQ_DEFAULT_PASS_PASSWORD",
    "ELASTIC_PASSWORD",
    "WIFI_PASSWORD",
];
const WORDS: &[&str] = &[
    "violet", "anchor", "Tundra", "okra", "kestrel", "Winter", "harbor", "maple", "Signal", "copper",
    "meadow", "Falcon",
];

#[track_caller]
fn check(name: &str, value: &str, missed: &mut Vec<String>) -> Option<Secret> {
    let found = classify(name, value);
    match &found {
        Some(secret) => {
            assert!(
                value.get(secret.span.clone()).is_some_and(|span| !span.is_empty()),
                "{name} {:?}",
                secret.span
            );
        }
        None => missed.push(format!("{name}={value} {:?}", judge(name, value, Beside::default()))),
    }
    found
}

#[test]
fn every_known_format_is_found() {
    let mut missed = Vec::new();
    let mut named = Vec::new();
    let mut count = 0;
    for (at, (name, template)) in KNOWN.iter().enumerate() {
        for seed in 0..5 {
            let value = fill(template, &mut Dice::new(at as u64 * 101 + seed));
            let one_line = value.replace('\n', "\\n");
            count += 2;
            if let Some(secret) = check(name, &value, &mut missed)
                && secret.rule != Rule::Known
            {
                named.push(template);
            }
            check(name, &one_line, &mut missed);
            let encoded = STANDARD.encode(&value);
            if value.len() < 3000 && !["SHOP"].contains(name) {
                count += 1;
                check(name, &encoded, &mut missed);
            }
        }
    }
    named.dedup();
    println!("{count} secrets of known formats, {} missed; by name only: {named:?}", missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn random_values_under_telling_names_are_found() {
    let mut missed = Vec::new();
    let mut count = 0;
    for (at, name) in RANDOM_NAMES.iter().enumerate() {
        for (nth, template) in RANDOM.iter().enumerate() {
            count += 1;
            check(name, &fill(template, &mut Dice::new((at * 997 + nth) as u64 + 5000)), &mut missed);
        }
    }
    println!("{count} random values under telling names, {} missed", missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn passwords_that_people_choose_are_found() {
    let mut missed = Vec::new();
    let mut count = 0;
    for (at, name) in PASSWORD_NAMES.iter().enumerate() {
        let mut dice = Dice::new(at as u64 + 7000);
        for _ in 0..6 {
            let (a, b, c) = (dice.pick(WORDS), dice.pick(WORDS), dice.pick(WORDS));
            let n = dice.draw("123456789", 2);
            for value in [
                format!("{a}-{b}-{n}-{c}"),
                format!("{a}{b}{n}!"),
                format!("{a}_{b}#{n}"),
                format!("{n}{a}{b}{c}"),
                format!("{a}.{b}.{c}"),
                format!("{a} {b} {c} {n}"),
                a.replace('a', "@").replace('o', "0").replace('e', "3") + b + &n + "$",
                dice.draw(A, 12),
                dice.draw("abcdefghjkmnpqrstuvwxyz23456789", 10),
                format!("{}-{}-{}", dice.draw(L, 6), dice.draw(L, 6), dice.draw(A, 6)),
                format!("{}!{}", dice.draw(A, 6), dice.draw("!$%&()=?+*#,;:_<>@^", 5)),
            ] {
                if super::super::bytes::entropy(&value) >= 3.0 {
                    count += 1;
                    check(name, &value, &mut missed);
                }
            }
        }
    }
    println!("{count} chosen passwords, {} missed", missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn tokens_with_structure_are_found() {
    let mut dice = Dice::new(42);
    let signature = dice.draw(W, 43);
    let token = |header: &str, claims: &str| {
        format!("{}.{}.{signature}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
    };
    let mut missed = Vec::new();
    check(
        "SESSION",
        &token(r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"sub":"42","exp":1999999999}"#),
        &mut missed,
    );
    check("SUPABASE", &token(r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"role":"service_role"}"#), &mut missed);
    assert_eq!(
        classify("SUPABASE_ANON_KEY", &token(r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"role":"anon"}"#)),
        None
    );
    let bot = format!("{}.{}.{}", URL_SAFE_NO_PAD.encode("1197038439483310086"), "GhK3_a", dice.draw(W, 38));
    check("CHAT", &bot, &mut missed);
    // PKCS #8 of an Ed25519 key, without its armour.
    let mut der =
        vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    der.extend(dice.draw(A, 32).bytes());
    check("SIGNER", &STANDARD.encode(&der), &mut missed);
    let basic = STANDARD.encode(format!("reports:{}", dice.draw(A, 14)));
    check("UPSTREAM", &format!("Basic {basic}"), &mut missed);
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_wrong_checksum_is_no_token() {
    for prefix in ["ghp_", "gho_", "ghs_", "npm_"] {
        let right = fill(&format!("{prefix}<C>"), &mut Dice::new(3));
        let wrong = format!("{}{}", &right[..right.len() - 1], if right.ends_with('a') { 'b' } else { 'a' });
        assert!(classify("X", &right).is_some());
        assert_eq!(classify("DEPLOY_TOKEN", &wrong), None);
    }
}

#[test]
fn a_secret_key_is_known_beside_its_id() {
    let mut dice = Dice::new(9);
    let (id, key) = (fill("AKIA<t16>", &mut dice), dice.draw(B, 40));
    assert!(classify("PARTNER", &key).is_none());
    let beside = Beside::of([id.as_str(), key.as_str()]);
    assert!(matches!(judge("PARTNER", &key, beside), Verdict::Secret(secret) if secret.rule == Rule::Known));
    let pair = format!("für {id}:{key} ");
    let found = scan(&pair);
    assert_eq!(found.iter().map(|s| &pair[s.span.clone()]).collect::<Vec<_>>(), [id.as_str(), key.as_str()]);
    let sha1 = dice.draw(H, 40);
    assert!(matches!(judge("GIT_SHA", &sha1, beside), Verdict::Benign(_)));
}

#[test]
fn the_span_is_the_secret_alone() {
    let mut dice = Dice::new(11);
    let token = fill("ghp_<C>", &mut dice);
    let text = format!("use {token} or password={} now", dice.draw(A, 16));
    let found = scan(&text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(&text[found[0].span.clone()], token);
    assert_eq!(found[1].span.len(), 16);
    let padded = format!("  {token}\n");
    assert_eq!(&padded[classify("T", &padded).unwrap().span], token);
}
