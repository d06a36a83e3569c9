//! Faults 37 to 52: the encryption manager and the network stack. No audit shows them; they are listed so that the list is whole.

use super::Part::{Encryption, Network};
use super::{Fault, fault};

pub(super) static FAULTS: &[Fault] = &[
    fault(
        37,
        Encryption,
        "The module can't be imported",
        "Two names are used that it never imports, so that the class can't be made; with that mended, one action still always fails.",
        "The toolkit here opens and seals the containers that it was meant to make.",
    ),
    fault(
        38,
        Encryption,
        "The fallback key is one that code may not use",
        "Without a key it takes alias/aws/lambda, which works through Lambda alone: real calls are refused.",
        "A data key of one's own is asked for, and the command for it is shown.",
    ),
    fault(
        39,
        Encryption,
        "Fields of more than 4,096 bytes and empty ones fail",
        "It sends each field to KMS as it is, which takes 1 to 4,096 bytes.",
        "Fields are sealed under a data key, of any length.",
    ),
    fault(
        40,
        Encryption,
        "Tokens are encoded twice, and foreign characters dropped",
        "A Fernet token, which is base64 already, is encoded again; decoding ignores what is no base64, and a bad token fails without a word.",
        "Each encoding is read strictly, and every failure says what it found.",
    ),
    fault(
        41,
        Encryption,
        "256 bits of key, 128 of encryption, and envelopes that can be exchanged",
        "Fernet uses half of the key for AES-128, tells the time of making, and binds no context to the data: one record's envelope opens in another.",
        "AES-256-GCM with a context that is verified.",
    ),
    fault(
        42,
        Encryption,
        "Storing a secret fails without a key",
        "It hands None to a parameter that must be a text.",
        "What is not set is left out.",
    ),
    fault(
        43,
        Encryption,
        "Types are lost, and everything is stored twice",
        "Values become text in the language's own notation: a number comes back as a text and a list as no JSON; the ciphertext stands in the document twice.",
        "A field's JSON is sealed, so that what comes back is what went in.",
    ),
    fault(
        44,
        Encryption,
        "Sensitive fields are found within other words, and only at the top",
        "It looks for words within names of the first level: monkey and lessons_assn match, iban, pin and anything nested do not.",
        "Names are read by their words, at every depth, in several languages.",
    ),
    fault(
        45,
        Encryption,
        "Anybody who may call may decrypt",
        "The handler asks nobody's rights, returns secrets in its answer and exception texts to its caller; its default action is handled by no branch.",
        "There is no handler here: a key is pasted, stays in the worker, and is forgotten on request.",
    ),
    fault(
        46,
        Encryption,
        "Parts that nothing uses, and binary secrets that fail",
        "It imports a key derivation that nothing calls, and fails on secrets that are no text.",
        "Bytes are bytes throughout.",
    ),
    fault(
        47,
        Network,
        "The functions can't reach the databases",
        "Their group may only connect to ports 443 and 80; opening the database's group doesn't open theirs.",
        "Outgoing and incoming rules have to go together.",
    ),
    fault(
        48,
        Network,
        "The functions' group lets the whole VPC in",
        "The endpoints use the functions' own group, which opens it on 443 to the VPC's addresses.",
        "Endpoints need a group of their own.",
    ),
    fault(
        49,
        Network,
        "A rule that can't work, and one that lets too much in",
        "The group allows port 80 out where the network ACL doesn't; the ACL lets ports 1024 to 65535 in from anywhere.",
        "Both have to be written for the same ports and addresses.",
    ),
    fault(
        50,
        Network,
        "Isolated subnets can't use the endpoints that are routed to them",
        "Their ACL allows the VPC's addresses only, while S3 and DynamoDB have public ones.",
        "The ACL has to allow the addresses of the services too.",
    ),
    fault(
        51,
        Network,
        "Names and numbers that bind",
        "Addresses are repeated by hand, a fixed name keeps it from being deployed twice, its runtime has ended, its logs have no key and no retention.",
        "They belong in parameters, and what is deployed has keys and an end for its logs.",
    ),
    fault(
        52,
        Network,
        "The secure function fails its own audit",
        "It has no key of the customer's, wildcards in its policies and an inline policy: the checks of the same system flag it.",
        "What a tool generates should pass the rules that ship with it.",
    ),
];
