//! The formats that issuers give their secrets, as data.
//!
//! A pattern is literal text with classes in braces: a letter for the set, then how many (`36`, `10-13`, `20+`). The literal
//! text before the first brace is the prefix by which a format is found.
//!
//! | letter | set |
//! |---|---|
//! | `d` | digits |
//! | `h`, `H` | hexadecimal in lower case, in either case |
//! | `l`, `u`, `a` | letters and digits: lower case, upper case, both |
//! | `t` | base32 |
//! | `w`, `x`, `q` | letters, digits, `_` and `-`; the same and `.`; the same, `.` and `~` |
//! | `b`, `z` | base64 of the standard alphabet; of either alphabet, and the padding that may follow |

use super::Confidence::{self, High, Low, Medium};

/// What is examined beyond the shape.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// Nothing: prefix, alphabet and length are all that the issuer documents.
    Shape,
    /// The last six characters are the CRC-32 of those between prefix and them, in base 62.
    Base62,
    /// The last eight characters are the CRC-32 of all before the last underscore, its lowest byte first.
    Hexadecimal,
    /// The id of an AWS access key: none of the documentation's examples.
    AwsId,
    /// The first part is the decimal id of a bot, in base64.
    BotId,
    /// The base64 holds a PEM private key.
    EncodedPem,
    /// The base64 is the DER of a private key.
    Der,
    /// A JSON web token that somebody signed, and that is not meant for everybody.
    Token,
}

/// A format: how it looks, what it is, and how sure one can be.
pub(super) struct Format {
    pub(super) pattern: &'static str,
    pub(super) kind: &'static str,
    pub(super) check: Check,
    pub(super) confidence: Confidence,
}

const fn shape(pattern: &'static str, kind: &'static str) -> Format {
    Format { pattern, kind, check: Check::Shape, confidence: High }
}

const fn checked(pattern: &'static str, kind: &'static str, check: Check) -> Format {
    Format { pattern, kind, check, confidence: High }
}

const fn maybe(pattern: &'static str, kind: &'static str, confidence: Confidence) -> Format {
    Format { pattern, kind, check: Check::Shape, confidence }
}

/// Every format with a prefix, in the order of its first byte.
pub(super) const FORMATS: &[Format] = &[
    shape(".make.com/{l28-40}", "Make webhook"),
    shape(
        ".webhook.office.com/webhookb2/{w36}@{w36}/IncomingWebhook/{a20-64}/{w36}",
        "Microsoft Teams webhook",
    ),
    shape("1//0{w30-200}", "Google OAuth refresh token"),
    shape("1/{d13-20}:{h32}", "Asana token"),
    shape("2//0{w30-200}", "Google OAuth refresh token"),
    shape("2/{d13-20}/{d13-20}:{h32}", "Asana token"),
    shape("4b1d{a38}", "ClickHouse Cloud secret key"),
    shape("A3-{u6}-{u11}-{u5}-{u5}-{u5}", "1Password secret key"),
    shape("A3-{u6}-{u6}-{u5}-{u5}-{u5}-{u5}", "1Password secret key"),
    checked("ABIA{t16}", "AWS bearer credential id", Check::AwsId),
    shape("ABSK{z60-300}", "Amazon Bedrock API key"),
    checked("ACCA{t16}", "AWS context credential id", Check::AwsId),
    shape("AGE-SECRET-KEY-1{u58}", "age private key"),
    shape("AKCp{a60-80}", "Artifactory API key"),
    checked("AKIA{t16}", "AWS access key id", Check::AwsId),
    checked("ASIA{t16}", "AWS temporary access key id", Check::AwsId),
    shape("AIza{w35}", "Google API key"),
    shape("AQVN{w35-60}", "Yandex Cloud API key"),
    shape("ATATT3{w60-250}={u8}", "Atlassian API token"),
    shape("ATATT3{w60-250}", "Atlassian API token"),
    shape("ATBB{a24-40}", "Bitbucket app password"),
    shape("ATCTT3{w60-250}={u8}", "Atlassian access token"),
    shape("BBDC-{b40-60}", "Bitbucket access token"),
    shape("CCIPAT_{w15-80}", "CircleCI token"),
    shape("CFPAT-{w40-60}", "Contentful token"),
    shape("CLOJARS_{l60}", "Clojars token"),
    shape("EAAA{w56-64}", "Square access token"),
    shape("EAA{a90-400}", "Facebook access token"),
    shape("EZAK{a54}", "EasyPost key"),
    maybe("EZTK{a54}", "EasyPost test key", Medium),
    shape("FLWSECK-{a32}-X", "Flutterwave secret key"),
    maybe("FLWSECK_TEST-{a32}-X", "Flutterwave test key", Medium),
    shape("FlyV1 {w3-6}_{z40-2000}", "Fly.io token"),
    shape("FwoGZXIvYXdzE{z80-2000}", "AWS session token"),
    shape("GOCSPX-{w28}", "Google OAuth client secret"),
    shape("GR1348941{w20}", "GitLab runner registration token"),
    shape("HRKU-{w36-70}", "Heroku API key"),
    shape("IGQV{w60-300}", "Instagram access token"),
    shape("IQoJb3JpZ2lu{z80-3000}", "AWS session token"),
    checked("LS0tLS1CRUdJTi{z80+}", "private key", Check::EncodedPem),
    checked("M{z40+}", "private key", Check::Der),
    checked("M{w22-27}.{w6}.{w27-45}", "Discord bot token", Check::BotId),
    checked("N{w22-27}.{w6}.{w27-45}", "Discord bot token", Check::BotId),
    shape("NRAA-{h27}", "New Relic admin key"),
    shape("NRAK-{u27}", "New Relic user key"),
    shape("NRII-{w32}", "New Relic insert key"),
    shape("NRIQ-{w32}", "New Relic query key"),
    shape("NRRA-{h42}", "New Relic REST key"),
    checked("O{w22-27}.{w6}.{w27-45}", "Discord bot token", Check::BotId),
    shape("PMAK-{h24}-{h34}", "Postman API key"),
    shape("SG.{w16-24}.{w36-50}", "SendGrid API key"),
    shape("SK{h32}", "Twilio API key"),
    shape("abskey-{w30-200}", "Amazon Bedrock API key"),
    shape("access-development-{w36}", "Plaid access token"),
    shape("access-production-{w36}", "Plaid access token"),
    maybe("access-sandbox-{w36}", "Plaid sandbox token", Medium),
    shape("access_token${l2-12}${l16}${h32}", "Braintree access token"),
    shape("aio_{a28}", "Adafruit IO key"),
    shape("amzn.mws.{w36}", "Amazon MWS token"),
    shape("amzn1.oa2-cs.v1.{h64}", "Login with Amazon client secret"),
    shape("apify_api_{a30-40}", "Apify token"),
    shape("bedrock-api-key-{z60+}", "Amazon Bedrock API key"),
    shape("bkua_{h40}", "Buildkite token"),
    shape("cio{a32}", "crates.io token"),
    shape("cmVmd{a50-80}", "Artifactory token"),
    shape("da2-{l26}", "AppSync API key"),
    shape("dapi{h32}", "Databricks token"),
    shape("dckr_oat_{w24-40}", "Docker token"),
    shape("dckr_pat_{w24-40}", "Docker token"),
    shape("ddapp_{a30-50}", "Datadog application key"),
    shape("discord.com/api/webhooks/{d15-22}/{w40-120}", "Discord webhook"),
    shape("discordapp.com/api/webhooks/{d15-22}/{w40-120}", "Discord webhook"),
    shape("doo_v1_{h64}", "DigitalOcean OAuth token"),
    shape("dop_v1_{h64}", "DigitalOcean token"),
    shape("dor_v1_{h64}", "DigitalOcean refresh token"),
    shape("dose{h32}", "Databricks secret"),
    shape("dp.audit.{a40-44}", "Doppler token"),
    shape("dp.ct.{a40-44}", "Doppler token"),
    shape("dp.pt.{a40-44}", "Doppler token"),
    shape("dp.sa.{a40-44}", "Doppler token"),
    shape("dp.scim.{a40-44}", "Doppler token"),
    shape("dp.st.{w2-35}.{a40-44}", "Doppler token"),
    shape("dp.st.{a40-44}", "Doppler token"),
    shape("dsapi{h32}", "Databricks token"),
    shape("dt0c01.{u24}.{u64}", "Dynatrace token"),
    shape("dt0s01.{u8-24}.{u64}", "Dynatrace token"),
    shape("dt0s16.{u8-24}.{u64}", "Dynatrace token"),
    shape("duffel_live_{w43}", "Duffel token"),
    maybe("duffel_test_{w43}", "Duffel test token", Medium),
    shape("events.pagerduty.com/integration/{a20-40}", "PagerDuty integration key"),
    checked("eyJ{w8+}.{w4+}.{w8+}", "JSON web token", Check::Token),
    shape("fc-{h32}", "Firecrawl API key"),
    shape("figd_{w38-60}", "Figma token"),
    shape("fio-u-{w60-70}", "Frame.io token"),
    shape("fm1a_{z80-2000}", "Fly.io token"),
    shape("fm1r_{z80-2000}", "Fly.io token"),
    shape("fm2_{z80-2000}", "Fly.io token"),
    shape("fo1_{w43}", "Fly.io token"),
    shape("fw_{a20-30}", "Fireworks API key"),
    checked("gho_{a36}", "GitHub OAuth token", Check::Base62),
    checked("ghp_{a36}", "GitHub personal access token", Check::Base62),
    checked("ghr_{a36}", "GitHub refresh token", Check::Base62),
    shape("ghr_{a76}", "GitHub refresh token"),
    checked("ghs_{a36}", "GitHub app installation token", Check::Base62),
    checked("ghu_{a36}", "GitHub app user token", Check::Base62),
    shape("github_pat_{a22}_{a59}", "GitHub fine-grained token"),
    shape("glagent-{w50-64}", "GitLab agent token"),
    shape("glc_{z40-400}", "Grafana Cloud token"),
    shape("glcbt-{w18-40}", "GitLab job token"),
    shape("gldt-{w20-40}", "GitLab deploy token"),
    shape("glffct-{w20-40}", "GitLab feature flag token"),
    shape("glft-{w20-40}", "GitLab feed token"),
    shape("glimt-{w20-40}", "GitLab mail token"),
    shape("gloas-{w60-70}", "GitLab OAuth secret"),
    shape("glpat-{x20-60}", "GitLab personal access token"),
    shape("glptt-{w20-60}", "GitLab trigger token"),
    shape("glrt-{x20-60}", "GitLab runner token"),
    checked("glsa_{a32}_{H8}", "Grafana service account token", Check::Hexadecimal),
    shape("glsoat-{w20-40}", "GitLab SCIM token"),
    shape("gsk_{a40-60}", "Groq API key"),
    shape("hf_{a30-40}", "Hugging Face token"),
    shape("hooks.slack.com/services/T{u6-14}/B{u6-14}/{a18-40}", "Slack webhook"),
    shape("hooks.slack.com/triggers/{u6-14}/{d8-16}/{a18-40}", "Slack workflow webhook"),
    shape("hooks.slack.com/workflows/T{u6-14}/A{u6-14}/{d8-22}/{a18-40}", "Slack workflow webhook"),
    shape("hooks.zapier.com/hooks/catch/{d3-12}/{a5-20}", "Zapier webhook"),
    shape("hvb.{w80-400}", "Vault batch token"),
    shape("hvr.{w20-400}", "Vault recovery token"),
    shape("hvs.{w20-400}", "Vault service token"),
    shape("key-{h32}", "Mailgun API key"),
    shape("lin_api_{a30-60}", "Linear API key"),
    shape("lin_oauth_{h30-70}", "Linear OAuth token"),
    shape("live_{h35}", "Lob API key"),
    shape("loggly.com/inputs/{w36}", "Loggly token"),
    shape("lsv2_pt_{h32}_{h10}", "LangSmith API key"),
    shape("lsv2_sk_{h32}_{h10}", "LangSmith service key"),
    shape("maker.ifttt.com/use/{w20-50}", "IFTTT key"),
    shape("nfp_{a36-44}", "Netlify token"),
    shape("ntn_{a40-60}", "Notion token"),
    checked("npm_{a36}", "npm token", Check::Base62),
    shape("nvapi-{w60-70}", "NVIDIA API key"),
    shape("ops_eyJ{z100+}", "1Password service account token"),
    shape("oy2{l43}", "NuGet API key"),
    shape("p8e-{l32}", "Adobe client secret"),
    shape("pat-eu1-{w36}", "HubSpot token"),
    shape("pat-na1-{w36}", "HubSpot token"),
    shape("pat-na2-{w36}", "HubSpot token"),
    shape("pat{a14}.{h64}", "Airtable token"),
    shape("pcsk_{w60-80}", "Pinecone API key"),
    shape("phx_{w40-60}", "PostHog personal key"),
    shape("pnu_{l36}", "Prefect token"),
    shape("pplx-{a40-60}", "Perplexity API key"),
    shape("pscale_oauth_{w30-70}", "PlanetScale token"),
    shape("pscale_pw_{w30-70}", "PlanetScale password"),
    shape("pscale_tkn_{w30-70}", "PlanetScale token"),
    shape("pul-{h40}", "Pulumi token"),
    shape("pypi-AgE{w50+}", "PyPI token"),
    shape("r8_{a37}", "Replicate token"),
    shape("rdme_{l70}", "ReadMe key"),
    shape("re_{a8}_{a24}", "Resend API key"),
    shape("rk_live_{a20-247}", "Stripe restricted key"),
    maybe("rk_test_{a20-247}", "Stripe restricted test key", Medium),
    shape("rnd_{a28-40}", "Render API key"),
    shape("rubygems_{h48}", "RubyGems key"),
    shape("sb_secret_{w28-60}", "Supabase secret key"),
    shape("sbp_{h40}", "Supabase token"),
    shape("sdk-{h8}-{h4}-{h4}-{h4}-{h12}", "LaunchDarkly SDK key"),
    shape("secret_{a43}", "Notion token"),
    shape("shippo_live_{h40}", "Shippo token"),
    maybe("shippo_test_{h40}", "Shippo test token", Medium),
    shape("shpat_{H32}", "Shopify access token"),
    shape("shpca_{H32}", "Shopify app token"),
    shape("shppa_{H32}", "Shopify private app token"),
    shape("shpss_{H32}", "Shopify shared secret"),
    shape("shptka_{H32}", "Shopify token"),
    shape("sk-ant-{w60-130}", "Anthropic API key"),
    shape("sk-lf-{w36}", "Langfuse secret key"),
    shape("sk-or-v1-{h64}", "OpenRouter API key"),
    shape("sk-proj-{w40-200}", "OpenAI API key"),
    shape("sk-svcacct-{w40-200}", "OpenAI service account key"),
    shape("sk-admin-{w40-200}", "OpenAI admin key"),
    shape("sk-{a32-64}", "OpenAI API key"),
    shape("sk.eyJ{w20-200}.{w15-60}", "Mapbox secret token"),
    shape("sk_live_{a16-247}", "Stripe secret key"),
    maybe("sk_test_{a16-247}", "Stripe test key", Medium),
    shape("sk_{h48}", "ElevenLabs API key"),
    shape("sl.u.{w60+}", "Dropbox token"),
    shape("sl.{w120+}", "Dropbox token"),
    shape("sntryu_{h64}", "Sentry user token"),
    shape("sntrys_eyJ{z60-600}", "Sentry organisation token"),
    shape("sq0atp-{w22}", "Square access token"),
    shape("sq0csp-{w43}", "Square client secret"),
    shape("sqa_{h40}", "SonarQube token"),
    shape("sqp_{h40}", "SonarQube token"),
    shape("squ_{h40}", "SonarQube token"),
    shape("tfp_{w40-90}", "Typeform token"),
    shape("tskey-api-{w20-80}", "Tailscale key"),
    shape("tskey-auth-{w20-80}", "Tailscale key"),
    shape("tskey-client-{w20-80}", "Tailscale key"),
    shape("tvly-{w20-60}", "Tavily API key"),
    shape("v1.0-{h24}-{h146}", "Cloudflare origin CA key"),
    shape("vcp_{a24-60}", "Vercel token"),
    shape("whsec_{z24-80}", "webhook signing secret"),
    shape("xai-{a60-90}", "xAI API key"),
    shape("xapp-{d1}-{u8-14}-{d10-16}-{h40-80}", "Slack app token"),
    shape("xkeysib-{h64}-{a16}", "Brevo API key"),
    shape("xoxa-{w20-200}", "Slack token"),
    shape("xoxb-{w20-200}", "Slack bot token"),
    shape("xoxc-{w20-200}", "Slack token"),
    shape("xoxd-{w20-400}", "Slack token"),
    shape("xoxe-{w20-400}", "Slack refresh token"),
    shape("xoxe.xox{w20-400}", "Slack refresh token"),
    shape("xoxp-{w20-200}", "Slack user token"),
    shape("xoxr-{w20-200}", "Slack refresh token"),
    shape("xoxs-{w20-200}", "Slack token"),
    shape("xsmtpsib-{h64}-{a16}", "Brevo SMTP key"),
    shape("ya29.{w60+}", "Google OAuth access token"),
];

/// A format without a prefix: what stands before a mark, the mark, what stands after it, and the kind.
pub(super) const MARKED: &[(&str, &str, &str, &str)] = &[
    ("{d8-10}", ":AA", "{w33}", "Telegram bot token"),
    ("{h32}", "-us", "{d1-2}", "Mailchimp API key"),
    ("{q4}", "Q~", "{q31-34}", "Azure client secret"),
    ("{a14}", ".atlasv1.", "{w60-70}", "Terraform Cloud token"),
];

/// Values that are meant to be public, or that only name something.
pub(super) const PUBLIC: &[(&str, &str)] = &[
    ("pk_live_{a16-247}", PUBLISHABLE),
    ("pk_test_{a16-247}", PUBLISHABLE),
    ("pk.eyJ{w10+}.{w10+}", PUBLISHABLE),
    ("pk-lf-{w36}", PUBLISHABLE),
    ("sb_publishable_{w20-60}", PUBLISHABLE),
    ("phc_{w30-60}", PUBLISHABLE),
    ("pub{h32}", PUBLISHABLE),
    ("pubkey-{h32}", PUBLISHABLE),
    ("NRJS-{h19}", PUBLISHABLE),
    ("NRBR-{h19}", PUBLISHABLE),
    ("sq0idp-{w22}", PUBLISHABLE),
    ("FLWPUBK-{w20-50}", PUBLISHABLE),
    ("FLWPUBK_TEST-{w20-50}", PUBLISHABLE),
    ("rzp_live_{a14}", IDENTIFIER),
    ("rzp_test_{a14}", IDENTIFIER),
    ("mob-{h8}-{h4}-{h4}-{h4}-{h12}", PUBLISHABLE),
    ("0x4AAAAAAA{w10-30}", PUBLISHABLE),
    ("age1{l58}", "a public key"),
    ("AC{h32}", "an account's identifier, which is no secret"),
    ("AIDA{u16-17}", IDENTIFIER),
    ("AROA{u16-17}", IDENTIFIER),
    ("AGPA{u16-17}", IDENTIFIER),
    ("AIPA{u16-17}", IDENTIFIER),
    ("ANPA{u16-17}", IDENTIFIER),
    ("ANVA{u16-17}", IDENTIFIER),
    ("ASCA{u16-17}", IDENTIFIER),
    ("APKA{u16-17}", "the id of a public key"),
    ("mrk-{h32}", "the id of a key in KMS"),
    ("G-{u8-12}", IDENTIFIER),
    ("GTM-{u5-9}", IDENTIFIER),
    ("UA-{d5-10}-{d1-3}", IDENTIFIER),
    ("price_{a14-30}", IDENTIFIER),
    ("prod_{a14-30}", IDENTIFIER),
    ("cus_{a14-30}", IDENTIFIER),
    ("acct_{a14-30}", IDENTIFIER),
    ("we_{a14-30}", IDENTIFIER),
    ("plan_{a14-30}", IDENTIFIER),
];
const PUBLISHABLE: &str = "a publishable key, meant to be public";
const IDENTIFIER: &str = "an identifier, which is no secret";

/// Some issuers give out UUIDs as secrets, which only their name tells from identifiers.
const UUID: &str = "{H8}-{H4}-{H4}-{H4}-{H12}";

/// A format that only a name tells: words that must all stand in the name, a pattern for the whole value, and the kind.
pub(super) const BY_NAME: &[(&[&str], &str, &str, Confidence)] = &[
    (&["aws", "secret"], "{b40}", "AWS secret access key", High),
    (&["secret", "access", "key"], "{b40}", "AWS secret access key", High),
    (&["aws", "key"], "{b40}", "AWS secret access key", High),
    (&["aws", "session", "token"], "{z100+}", "AWS session token", High),
    (&["twilio", "token"], "{h32}", "Twilio auth token", High),
    (&["twilio", "secret"], "{a32}", "Twilio API secret", High),
    (&["datadog", "key"], "{h32}", "Datadog API key", High),
    (&["dd", "api", "key"], "{h32}", "Datadog API key", High),
    (&["dd", "app", "key"], "{h40}", "Datadog application key", High),
    (&["datadog", "key"], "{h40}", "Datadog application key", High),
    (&["slack", "signing"], "{h32}", "Slack signing secret", High),
    (&["new", "relic", "key"], "{h36}NRAL", "New Relic license key", High),
    (&["new", "relic", "key"], "{h40}", "New Relic license key", High),
    (&["heroku", "key"], UUID, "Heroku API key", High),
    (&["heroku", "token"], UUID, "Heroku API key", High),
    (&["postmark", "token"], UUID, "Postmark server token", High),
    (&["opsgenie", "key"], UUID, "Opsgenie API key", High),
    (&["snyk", "token"], UUID, "Snyk token", High),
    (&["codecov", "token"], UUID, "Codecov token", High),
    (&["consul", "token"], UUID, "Consul token", High),
    (&["nomad", "token"], UUID, "Nomad token", High),
    (&["logentries", "token"], UUID, "Logentries token", High),
    (&["loggly", "token"], UUID, "Loggly token", High),
    (&["railway", "token"], UUID, "Railway token", High),
    (&["splunk", "token"], UUID, "Splunk HEC token", High),
    (&["pinecone", "key"], UUID, "Pinecone API key", High),
    (&["keycloak", "client", "secret"], UUID, "Keycloak client secret", High),
    (&["approle", "secret", "id"], UUID, "Vault AppRole secret id", High),
    (&["vault", "secret", "id"], UUID, "Vault AppRole secret id", High),
    (&["pagerduty", "key"], "{a32}", "PagerDuty integration key", High),
    (&["http", "basic"], "{x2-40}:{x10-60}", "user and password", Medium),
    (&["vault", "token"], "s.{a24}", "Vault token", High),
    (&["terraform", "token"], "{a14}.atlasv1.{w60-70}", "Terraform Cloud token", High),
    (&["tfe", "token"], "{a14}.atlasv1.{w60-70}", "Terraform Cloud token", High),
    (&["cloudflare", "token"], "{w40}", "Cloudflare API token", High),
    (&["cloudflare", "key"], "{h37}", "Cloudflare global API key", High),
    (&["azure", "secret"], "{x30-44}", "Azure client secret", Medium),
    (&["recaptcha", "secret"], "6L{w38}", "reCAPTCHA secret key", High),
    (&["deepl"], "{h8}-{h4}-{h4}-{h4}-{h12}:fx", "DeepL API key", High),
    (&["sentry", "token"], "{h64}", "Sentry token", Medium),
    (&["travis", "token"], "{w22}", "Travis CI token", Low),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_stand_in_the_order_of_their_first_byte() {
        let first = |format: &Format| format.pattern.as_bytes()[0];
        for pair in FORMATS.windows(2) {
            assert!(first(&pair[0]) <= first(&pair[1]), "{} {}", pair[0].pattern, pair[1].pattern);
        }
    }
}
