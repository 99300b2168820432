# SPDX-License-Identifier: MIT
"""The site of the Python package: sphinx-build -W -c docs/site docs FOLDER (tests/requirements-slow.txt has what it needs; REVOPS_LIBRARY names the library).

C's pages, which Doxygen writes, are expected in FOLDER/c. The library's files for notebooks are in REVOPS_SITE_DATA: howto's and demo.csv; of further
notebooks those are left out whose files aren't there. Pages are Markdown that Doxygen reads, too.
"""

import inspect
import os
import pathlib
import re
import shutil

import revops

HERE = pathlib.Path(__file__).parent
DATA = pathlib.Path(os.environ.setdefault("REVOPS_SITE_DATA", str(HERE.parent.parent / "examples" / "data")))

project, project_copyright = "revops", "the authors of librevops"
release = version = revops.__version__
extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc"]
root_doc = "site/index"
include_patterns = ["site/**", "introduction.md", "howto-python.md", "format.md", "limitations.md", "faq.md"]
exclude_patterns = [
    f"site/notebooks/{page.name}" for page in HERE.glob("notebooks/*.md")
    if not all((DATA / name).exists() for name in re.findall(r'"([\w.]+\.csv(?:\.gz)?)"', page.read_text(encoding="utf-8")))
]
html_theme, html_title = "furo", "revops for Python"
html_show_sourcelink = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
pygments_style = "friendly"
myst_heading_anchors = 3
nb_execution_mode, nb_execution_raise_on_error, nb_execution_timeout, nb_merge_streams = "force", True, 120, True
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
python_maximum_signature_line_length = 100
add_module_names = False

PAGES = {"introduction": "introduction.md", "howto_python": "howto-python.md", "format": "format.md", "limitations": "limitations.md", "faq": "faq.md"}


FIRST = ["log", "policy", "engine", "what", "table", "funnel", "compliance"]  # modules that most people look up


def _c_file(name):
    """Where Doxygen writes a page or group."""
    is_page = name == "index" or name in {page.stem for page in HERE.parent.glob("*.md")}
    return ("" if is_page else "group__") + ("index" if name == "index" else name.replace("_", "__")) + ".html"


def _to_site(app, document, source):
    """Anchors and references of Doxygen become the site's; each notebook has a link to itself."""
    up = "../" * document.count("/")

    def reference(match):
        name = match[1]
        return f"[{name.replace('_', ' ')}]({up}{PAGES[name]})" if name in PAGES else f'<a href="{up}c/{_c_file(name)}">{name}</a>'

    text = re.sub(r"^(# .*?) \{#\w+\}$", r"\1", source[0], flags=re.M)
    text = re.sub(r"@ref (\w+)", reference, text)
    text = re.sub(r"\[([^]]+)\]\(c:(\w+)\)", lambda match: f'<a href="{up}c/{match[2] if match[2].startswith("group__") else _c_file(match[2]).removesuffix(".html")}.html">{match[1]}</a>', text)
    if document.startswith("site/notebooks/"):
        text += f'\n\n<a href="{pathlib.PurePath(document).name}.ipynb" download>This page as a notebook</a>\n'
    source[0] = text.replace("```csv", "```text").replace("```{api-lists}\n```", _lists())


def _lists():
    """Public names by module, with their docstrings."""
    modules = {}
    for name in sorted(revops.__all__):
        thing = getattr(revops, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            modules.setdefault(thing.__module__.rpartition(".")[2].strip("_").split("_")[0], []).append((name, inspect.isclass(thing)))
    return "\n".join(
        f"## {module}\n```{{eval-rst}}\n" + "\n".join(f".. {'autoclass' if is_class else 'autofunction'}:: revops.{name}\n" + ("   :members:\n   :inherited-members: BaseException, tuple, Made, Shown\n" if is_class else "") for name, is_class in names)
        + "\n```\n" for module, names in sorted(modules.items(), key=lambda row: (row[0] not in FIRST, FIRST.index(row[0]) if row[0] in FIRST else 0, row[0])))


def _copy(app, error):
    """Files that pages offer for downloading."""
    out = pathlib.Path(app.outdir)
    if error is None:
        (out / "index.html").write_text('<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=site/index.html"><a href="site/index.html">revops</a>\n')
        shutil.copy(HERE.parent.parent / "examples" / "data" / "demo.csv", out / "site")
        for notebook in out.parent.glob("jupyter_execute/site/notebooks/*.ipynb"):
            shutil.copy(notebook, out / "site" / "notebooks")


def setup(app):
    """Sphinx calls it."""
    app.connect("source-read", _to_site)
    app.connect("build-finished", _copy)
