"""Sealing: what a value is bound to, how long it looks, what a dump shows."""

from __future__ import annotations

from tests.ablation.control import Control, Edit

VAULT = "tests/security/test_vault.py"
FROZEN = "tests/security/test_frozen_format.py"
DIGESTS = "tests/msa/vault/test_digests.py"
ENVELOPE = "msa/vault/envelope.py"
KEYRING = "msa/vault/keys.py"
OWN_KEY = "each survivor and purpose has a key of its own, given out for each anew"
FILES = "a dump is read without the product: only sealing stands between"

_PARTS = {
    "organisation": ('"{organisation}","{subject}",', '"","{subject}",'),
    "survivor": ('"{organisation}","{subject}",', '"{organisation}","",'),
    "table": ('f\'{table},{column},"{row}"', 'f\'{column},"{row}"'),
    "column": ('f\'{table},{column},"{row}"', 'f\'{table},"{row}"'),
    "row": ('f\'{table},{column},"{row}"', 'f\'{table},{column},""'),
    "revision": (",{revision},", ",0,"),
    "key": (',"{key}"]', ',""]'),
    "version": ('"msa-field",{VERSION},', '"msa-field",0,'),
    "algorithm": (",{AES_256_GCM},", ",0,"),
}

CONTROLS = (
    *(
        Control(
            f"sealed value: bound to its {part}",
            "a value from being moved to where it is read by somebody else",
            (Edit(ENVELOPE, old, new),),
            (VAULT, FROZEN),
            behind=OWN_KEY,
        )
        for part, (old, new) in _PARTS.items()
    ),
    Control(
        "sealed value: header names its key and revision",
        "an earlier value from being put back",
        (
            Edit(
                ENVELOPE,
                'if not envelope.startswith(key.mark + revision.to_bytes(4, "big")):',
                "if False:",
            ),
        ),
        (VAULT,),
        behind="key and revision are part of what it is bound to",
    ),
    Control(
        "digest of a value: made with its key",
        "what came of it for a man from being guessed from a copy of the database",
        (Edit(ENVELOPE, "hmac.digest(stream, ", 'hmac.digest(b"", '),),
        (DIGESTS,),
        behind="a dump has no key, and its place is part of what is digested",
    ),
    Control(
        "digest of a value: bound to its place",
        "two men of whom the same was written from being seen to agree",
        (Edit(ENVELOPE, "place.bound_to(key.name) + plaintext, h", "plaintext, h"),),
        (DIGESTS, "tests/gatherings/test_sent_twice.py"),
        behind=OWN_KEY,
    ),
    Control(
        "sealed value: padding",
        "the length of what he told, from whoever has a dump",
        (
            Edit(
                "msa/vault/padding.py",
                "size = bucket(len(plaintext) + _PREFIX)",
                "size = 0",
            ),
        ),
        (FROZEN, VAULT, "tests/msa/vault"),
        alone="nothing else hides how much was written",
    ),
    Control(
        "sealed value: padding is looked at",
        "a value from opening as something it never was",
        (
            Edit(
                "msa/vault/padding.py",
                "filling < 0 or padded.count(0, end) != filling",
                "False",
            ),
        ),
        (VAULT, "tests/msa/vault"),
        behind="a changed value does not open under its key",
    ),
    Control(
        "sealed value: a nonce of its own",
        "two values under one key from giving each other away",
        (Edit(ENVELOPE, "nonce = os.urandom(_NONCE)", 'nonce = b"0" * _NONCE'),),
        (VAULT,),
        alone="the cipher needs it",
    ),
    Control(
        "sealed value: has no text in Python",
        "a name from reaching a log or a page by accident",
        (
            Edit(
                "msa/vault/sealed.py",
                'raise TypeError("a sealed value does not leave the process")',
                "return (Sealed, (self._envelope,))",
            ),
        ),
        (VAULT, "tests/msa/vault"),
        behind="what is in it is still sealed",
    ),
    Control(
        "wrapped key: bound to its organisation",
        "keys of one organisation from opening in another",
        (
            Edit(
                KEYRING,
                '\'["msa-key","data","{organisation}","{key_id}"\'',
                '\'["msa-key","data"\'',
            ),
        ),
        (VAULT, FROZEN),
        behind="the organisation's own key is bound to it as well",
    ),
    Control(
        "wrapped key: bound to its survivor and purpose",
        "a key from opening what another one was agreed for",
        (Edit(KEYRING, ',"{subject}","{data_key}"]{purpose}', "]"),),
        (VAULT, FROZEN),
        behind="a value is bound to its survivor and key",
    ),
    Control(
        "organisation's key: bound to it",
        "one organisation's key from being taken for another's",
        (
            Edit(
                "msa/vault/root.py",
                'for part in ("msa-key", kind, *names))',
                'for part in ("msa-key", kind))',
            ),
        ),
        (VAULT, FROZEN),
        behind="a data key is bound to its organisation",
    ),
    Control(
        "sign-in secrets: sealed",
        "TOTP seeds and recovery codes from whoever has a dump",
        (
            Edit(
                "msa/accounts/adapters.py",
                "return seal_text(text)",
                "return text",
            ),
            Edit(
                "msa/accounts/adapters.py",
                "return open_text(encrypted_text)",
                "return encrypted_text",
            ),
        ),
        (
            "tests/msa/accounts/test_second_factor.py",
            "tests/msa/accounts/test_yours.py",
        ),
        alone=FILES,
    ),
    Control(
        "sessions: sealed",
        "what somebody was typing, from whoever has a dump",
        (
            Edit(
                "msa/accounts/sessions.py",
                "return seal_text(super().encode(session_dict))",
                "return super().encode(session_dict)",
            ),
            Edit(
                "msa/accounts/sessions.py",
                "super().decode(open_text(str(session_data)))",
                "super().decode(str(session_data))",
            ),
        ),
        ("tests/msa/accounts/test_sessions.py", "tests/msa/accounts/test_held.py"),
        alone=FILES,
    ),
    Control(
        "fingerprints: keyed",
        "names from being tried out against a dump",
        (
            Edit(
                "msa/vault/fingerprints.py",
                "self._key = unwrap_by_root(bytes(wrapped), bound, "
                "organisation=organisation)",
                "self._key = hashlib.sha256(bound).digest()",
            ),
        ),
        ("tests/msa/vault/test_fingerprints.py",),
        alone=FILES,
    ),
    Control(
        "check-in codes: digest needs a key",
        "codes from being tried out against a dump",
        (
            Edit(
                "assessments/secrets.py",
                "    if is_code(secret):\n",
                "    if False:\n",
            ),
        ),
        ("tests/assessments/test_secrets.py",),
        alone=FILES,
    ),
)
