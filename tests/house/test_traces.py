"""Nothing in the repository tells on which machine it was made or where its packages were fetched from."""

import re

from tests.house.files import ROOT, tracked

_DOT = r"\."
#: Hosts of registries: the locks hold hashes, so that a mirror or a proxy is honoured.
HOSTS = re.compile(_DOT.join(("pythonhosted", "org")) + "|" + _DOT.join(("registry", "npmjs")) + "|//pypi" + _DOT)
#: Somebody's own folder, on any system, and the folder that this copy lies in.
FOLDERS = re.compile(r"/(?:home|Users|root)/\w|[A-Z]:\\Users\\|" + re.escape(f"{ROOT}/"))


def test_no_file_names_a_folder_of_this_machine_or_a_registry() -> None:
    found = []
    for name in tracked():
        data = (ROOT / name).read_bytes()
        if b"\0" in data[:8000]:
            continue
        text = data.decode("utf-8", "replace")
        # Manuals may name the folder that they tell to install in.
        patterns = [HOSTS] if name.startswith(("docs/", "deploy/")) else [HOSTS, FOLDERS]
        found += [f"{name}: {told[0]}" for told in (pattern.search(text) for pattern in patterns) if told]
    assert found == []
