"""Who may import whom: the import contracts, and a domain that loads no framework."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import app.domain

ROOT = Path(__file__).parents[2]
FRAMEWORKS = {"alembic", "flask", "jinja2", "sqlalchemy", "werkzeug", "wtforms"}
IMPORT_ALL = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_domain_module_imports_with_no_framework_loaded() -> None:
    modules = [module.name for module in pkgutil.walk_packages(app.domain.__path__, "app.domain.")]
    assert len(modules) > 20
    done = run(sys.executable, "-W", "error", "-c", IMPORT_ALL, *modules)
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    assert FRAMEWORKS.isdisjoint(name.partition("_")[0] for name in loaded), loaded


def test_the_import_contracts_are_kept() -> None:
    script = Path(sys.executable).with_name("lint-imports")
    done = run(str(script), "--no-cache")
    assert done.returncode == 0, done.stdout
