//! The words that names are made of, as data. Lists stand in rows, which a reader takes in at once.

/// Words that stand glued to others, as in `dbpassword` and `apikey`, with what they are made of.
pub(super) const GLUED: [(&str, &[&str]); 27] = [
    ("password", &["password"]),
    ("passwd", &["passwd"]),
    ("passphrase", &["passphrase"]),
    ("pwd", &["pwd"]),
    ("secretaccesskey", &["secret", "access", "key"]),
    ("sharedaccesskey", &["shared", "access", "key"]),
    ("secretkey", &["secret", "key"]),
    ("accesskey", &["access", "key"]),
    ("privatekey", &["private", "key"]),
    ("publickey", &["public", "key"]),
    ("masterkey", &["master", "key"]),
    ("signingkey", &["signing", "key"]),
    ("encryptionkey", &["encryption", "key"]),
    ("accountkey", &["account", "key"]),
    ("storagekey", &["storage", "key"]),
    ("licensekey", &["license", "key"]),
    ("apikey", &["api", "key"]),
    ("appkey", &["app", "key"]),
    ("authkey", &["auth", "key"]),
    ("userpass", &["user", "pass"]),
    ("dbpass", &["db", "pass"]),
    ("smtppass", &["smtp", "pass"]),
    ("pgpass", &["pg", "pass"]),
    ("sshpass", &["ssh", "pass"]),
    ("secret", &["secret"]),
    ("credentials", &["credentials"]),
    ("token", &["token"]),
];

/// What may be glued behind a telling noun.
#[rustfmt::skip]
pub(super) const GLUED_ABOUT: &[&str] = &[
    "arn", "endpoint", "file", "header", "id", "name", "path", "prefix", "ttl", "type", "uri", "url",
];

/// What makes a key one that is secret.
#[rustfmt::skip]
pub(super) const SECRET_KEYS: &[&str] = &[
    "access", "account", "admin", "aes", "api", "app", "application", "auth", "cipher", "consumer",
    "crypto", "decrypt", "decryption", "deploy", "ecdsa", "encrypt", "encryption", "fernet", "hmac",
    "ingest", "ingestion", "integration", "jwt", "licence", "license", "master", "pem", "priv", "private",
    "rsa", "secret", "secrets", "server", "service", "session", "shared", "sign", "signing", "ssh", "ssl",
    "storage", "subscription", "tls", "token",
];

/// What makes a key one that anybody may see, or only a name.
#[rustfmt::skip]
pub(super) const PUBLIC_KEYS: &[&str] = &[
    "anon", "bucket", "bucketing", "cache", "cmk", "composite", "correlation", "dedup", "dedupe",
    "deduplication", "etag", "foreign", "grouping", "idempotency", "idempotent", "kms", "lock", "object",
    "partition", "pub", "public", "publishable", "range", "rollout", "routing", "row", "s3", "shard",
    "site", "sort", "tag", "trace", "unique", "verification", "verifying",
];

/// What makes a token a mark of a place, or a number of them.
#[rustfmt::skip]
pub(super) const PUBLIC_TOKENS: &[&str] = &[
    "completion", "continuation", "continue", "cursor", "idempotency", "max", "min", "next", "num",
    "page", "pagination", "prompt", "public", "publishable", "request", "starting", "stop",
];

/// Words that say, after a telling noun, that the value is something about the secret. Sorted.
#[rustfmt::skip]
pub(super) const ABOUT: &[&str] = &[
    "action", "address", "age", "alg", "algo", "algorithm", "alias", "allow", "allowed", "alphabet",
    "arn", "arns", "attr", "attribute", "aud", "audience", "authentication", "authenticator",
    "authorizer", "backend", "bits", "bucket", "cache", "changed", "charset", "check", "checksum",
    "cipher", "ciphertext", "claim", "claims", "class", "column", "complexity", "contract", "cookie",
    "cost", "count", "created", "date", "days", "derivation", "description", "digest", "dir", "directory", "disabled",
    "domain", "duration", "enabled", "enc", "encoding", "encrypted", "endpoint", "env", "error", "event",
    "exp", "expiration", "expire", "expires", "expiry", "extension", "field", "fields", "file",
    "filename", "filepath", "fingerprint", "flag", "flags", "folder", "format", "function", "grace",
    "group", "guid", "handler", "hash", "hashed", "hasher", "header", "headers", "hint", "history",
    "host", "hostname", "hours", "href", "id", "identifier", "ids", "index", "interval", "iss", "issuer",
    "iterations", "kind", "label", "lambda", "layer", "len", "length", "level", "lib", "library",
    "lifetime", "limit", "limits", "link", "loc", "location", "lookup", "manager", "mapping", "max",
    "message", "method", "metric", "min", "minutes", "mode", "module", "name", "names", "namespace",
    "optional", "order", "owner", "pair", "param", "parameter", "parameters", "params", "path", "paths",
    "pattern", "period", "placeholder", "plugin", "policies", "policy", "port", "position", "prefix",
    "price", "prompt", "property", "protection", "provider", "providers", "queue", "quota", "rate",
    "realm", "recovery", "ref", "reference", "refs", "regex", "region", "required", "requirement",
    "requirements", "reset", "role", "rotate", "rotated", "rotation", "rounds", "rule", "rules", "schema",
    "scheme", "scope", "scopes", "seconds", "secs", "serial", "setter", "sha", "size", "slot", "source",
    "sources", "spec", "ssm", "state", "status", "store", "stores", "stream", "strength", "suffix",
    "table", "template", "tenant", "text", "threshold", "thumbprint", "timeout", "timestamp", "title",
    "topic", "ttl", "type", "types", "update", "updated", "uri", "uris", "url", "urls", "usage",
    "username", "uuid", "validation", "validator", "vault", "verification", "verified", "version",
    "versions",
];
