# SPDX-License-Identifier: MIT
"""The site of the Python package: sphinx-build -W -c docs/site docs FOLDER (tests/requirements-slow.txt has what it needs; REVOPS_LIBRARY names the library).

C's pages, which Doxygen writes, are expected in FOLDER/c. The library's files for notebooks are in REVOPS_SITE_DATA: howto's and demo.csv; of further
notebooks those are left out whose files aren't there. Pages are Markdown that Doxygen reads, too.
"""

import importlib
import inspect
import os
import pathlib
import re
import shutil

import revops
from sphinx.pycode import ModuleAnalyzer

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
NAMES = re.compile(r"^```\{api-names\} (.*)\n```$", flags=re.M)


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
    source[0] = text.replace("```csv", "```text").replace("```{api-index}\n```", _index() if document == "site/api" else "")
    source[0] = NAMES.sub(lambda match: _names(document.removeprefix("site/")), source[0])


def _reference():
    """Pages of names: by page, its title and names as users write them. A page asks for modules, and for names."""
    pages, asked = {}, {}
    for path in re.findall(r"^api/\w+$", (HERE / "api.md").read_text(encoding="utf-8"), flags=re.M):
        text = (HERE / f"{path}.md").read_text(encoding="utf-8")
        pages[path], asked[path] = (re.search(r"^# (.*)", text)[1], []), NAMES.search(text)[1].split()
    single = {word for words in asked.values() for word in words if word not in revops._NAMES}
    for path, words in asked.items():
        for word in words:
            pages[path][1].extend([word] if word in single else [name for name in revops._NAMES[word].split() if name not in single])
    missing = {*revops.__all__} - {name for _, names in pages.values() for name in names} - {"__version__"}
    if missing:
        raise ValueError(f"no page of {HERE / 'api'} has {', '.join(sorted(missing))}")
    return pages


def _thing(name):
    """What a name means, and a sentence about it."""
    module, _, last = name.rpartition(".")
    home = importlib.import_module(f"revops.{module or revops._HOMES[name]}")
    thing = getattr(home, last)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        return thing, inspect.getdoc(thing).partition("\n\n")[0].replace("\n", " ")
    return thing, " ".join(ModuleAnalyzer.for_module(home.__name__).find_attr_docs()["", last]).strip()


def _names(path):
    """A page's names with all that their docstrings say."""
    text = []
    for name in _reference()[path][1]:
        thing, sentence = _thing(name)
        if inspect.isclass(thing):
            text.append(f".. autoclass:: revops.{name}\n   :members:\n   :inherited-members: BaseException, list, tuple, Made, Shown\n")
        elif inspect.isfunction(thing):
            text.append(f".. autofunction:: revops.{name}\n")
        else:
            value = f"   :value: {thing!r}\n" if isinstance(thing, int) else ""
            text.append(f".. py:data:: revops.{name}\n   :type: {'numpy.dtype' if 'dtype' in type(thing).__mro__[-2].__name__ else type(thing).__name__}\n{value}\n   {sentence}\n")
    return "```{eval-rst}\n" + "\n".join(text) + "```"


def _index():
    """All names, a sentence each."""
    return "\n".join(
        f"## [{title}]({path}.md)\n```{{eval-rst}}\n.. list-table::\n   :class: names\n\n"
        + "".join(f"   * - :py:obj:`~revops.{name}`\n     - {_thing(name)[1]}\n" for name in names) + "```\n"
        for path, (title, names) in _reference().items())


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
