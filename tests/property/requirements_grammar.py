"""Requirements files made by a grammar, the malformed ones on purpose too."""

from __future__ import annotations

from hypothesis import strategies as st

_NAMES = st.one_of(
    st.sampled_from(["foo", "Foo.Bar", "a", "zope.interface", "x_y-z", "0x", "ruamel.yaml.zip"]),
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}[A-Za-z0-9]", fullmatch=True),
    st.sampled_from(["-foo", "foo-", "_x", "fo o", "ünicode", "${NAME}", "a" * 300]),
)
_VERSIONS = st.one_of(
    st.sampled_from(
        ["1", "1.0", "2.0.1", "1.0rc1", "1!2.0", "1.0+local.1", "1.*", "v1.2", "1.0-1"]
    ),
    st.sampled_from(["latest", "", "1..0", "${V}", "1.0.post1.dev2", "01.2", "1.0a", "==1"]),
)
_OPERATORS = st.sampled_from(
    ["==", ">=", "<=", "~=", "!=", "<", ">", "===", "=", "=>", "== ", " >="]
)
_CLAUSES = st.builds(lambda o, v: f"{o}{v}", _OPERATORS, _VERSIONS)
_SPECIFIERS = st.one_of(
    st.just(""),
    _CLAUSES,
    st.lists(_CLAUSES, min_size=2, max_size=3).map(",".join),
    st.lists(_CLAUSES, min_size=2, max_size=2).map(" , ".join),
    _CLAUSES.map(lambda clause: f" ({clause})"),
)
_EXTRAS = st.one_of(
    st.just(""),
    st.just(""),
    st.sampled_from(["[a]", "[a,b]", "[ a , b ]", "[]", " [x]", "[a", "[a b]"]),
)
_MARKERS = st.one_of(
    st.just(""),
    st.just(""),
    st.sampled_from(
        [
            '; python_version < "3.9"',
            ";python_version<'3' and os_name=='nt'",
            " ; sys_platform == 'win32' or (extra == 'x')",
            "; nonsense",
            ";",
            "; python_version in '3.9 3.10'",
            "; 'linux' in sys_platform",
        ]
    ),
)
_OPTIONS = st.one_of(
    st.just(""),
    st.just(""),
    st.sampled_from(
        [
            " --hash=sha256:aa11",
            " --hash=sha256:aa11 --hash=sha512:bb22",
            " --hash sha256:aa11",
            " --hash=md5:aa",
            " --hash=nonsense",
            " --hash",
            " --config-settings=a=b",
            " --unknown",
            ' --config-settings "a',
            " -e x",
        ]
    ),
)
_COMMENTS = st.sampled_from(["", "", "", "  # comment", "#comment", " # -r x", "\t# t", "  \\"])
_REQUIREMENTS = st.builds(
    "".join, st.tuples(_NAMES, _EXTRAS, _SPECIFIERS, _MARKERS, _OPTIONS, _COMMENTS)
)
_URLS = st.sampled_from(
    [
        "https://example.com/pkg-1.0.tar.gz",
        "https://example.com/pkg-1.0-py3-none-any.whl",
        "https://user:secret@example.com/x.zip#egg=foo",
        "git+https://github.com/o/r@v1#egg=foo&subdirectory=a",
        "git+https://github.com/o/r.git",
        "git+ssh://git@example.com/o/r#egg=bar",
        "git+https://example.com/o/r#egg=foo[x]",
        "hg+http://example.com/r#egg=foo",
        "svn+svn://example.com/r@1#egg=foo_bar",
        "ftp://example.com/a.zip",
        "file:///srv/x/foo-1.0.tar.gz",
        "file:./foo#egg=foo",
        "http://[broken/x.zip",
        "git@github.com:o/r.git",
        "HTTPS://EXAMPLE.com/foo-2.0-py3-none-any.whl",
    ]
)
_DIRECT = st.builds(
    "".join,
    st.tuples(_NAMES, _EXTRAS, st.sampled_from([" @ ", "@", " @"]), _URLS, _MARKERS, _COMMENTS),
)
_PATHS = st.sampled_from(
    [
        "./foo",
        "../foo[x]",
        ".",
        "./a/foo-1.0-py3-none-any.whl",
        "foo-1.0.tar.gz",
        "dir/x",
        "foo.zip",
    ]
)
_EDITABLES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["-e ", "--editable ", "--editable=", "-e"]),
        st.one_of(_URLS, _PATHS),
        _MARKERS,
    ),
)
_OPTION_LINES = st.sampled_from(
    [
        "--index-url https://example.com/simple",
        "-i https://example.com/simple",
        "--extra-index-url=https://u:p@example.com/simple",
        "--pre",
        "--no-index",
        "-f ./wheels",
        "--find-links https://example.com/links",
        "--trusted-host example.com",
        "--no-binary :all:",
        "--only-binary=:all:",
        "--prefer-binary",
        "--require-hashes",
        "--use-feature fast-deps",
        "--index-url",
        "--nonsense",
        "-r missing.txt",
        "-rmissing.txt",
        "--requirement=missing.txt",
        "-c missing.txt",
        "--constraint missing.txt",
        "-r https://example.com/r.txt",
        "--pre foo",
        "--extra-index https://example.com/simple",
    ]
)
_NOISE = st.one_of(
    st.sampled_from(
        ["", "   ", "# comment", "  # indented", "<<<<<<< HEAD", "{{ cookie }}", "\\", "foo bar"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
_LINES = st.one_of(
    _REQUIREMENTS,
    _REQUIREMENTS,
    _REQUIREMENTS,
    _DIRECT,
    _URLS,
    _PATHS,
    _EDITABLES,
    _OPTION_LINES,
    _NOISE,
)
_ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\x0c", "\u2028", " \\\n", "\\\n"])

REQUIREMENTS_FILES = st.lists(st.tuples(_LINES, _ENDS), max_size=8).map(
    lambda parts: "".join(line + end for line, end in parts)
)
"""Texts of requirements files."""
