"""How templates become pages: Jinja, with what a page does hundreds of times done in fewer steps. What is drawn is the same to the letter.

A sentence that stands in a template is translated when the template is compiled, once for each language, and becomes one with the
markup about it; what is written on a page is escaped without being made a `Markup` first; and a macro or a plain function is called
straight. A list of fifty remarks calls some six hundred of them. Comes before: `web/language.py`. Goes to: every page.
"""

from collections.abc import Callable, MutableMapping
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from flask.templating import Environment as FlaskEnvironment
from jinja2 import Template
from jinja2 import nodes as n
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

_PLAIN = frozenset({FunctionType, MethodType, BuiltinFunctionType})
_made = str.__new__


def shown(value: Any) -> str:
    """Return a value as it stands on a page: escaped, unless it is markup. What is joined at once need not be markup itself."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    return value if kind is Markup else escape(value)


class DirectMacro(Macro):
    """A macro that is called without looking for what most have none of: a caller, and arguments it does not name."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        takes_more = self.catch_kwargs or self.catch_varargs or self.caller or self.explicit_caller
        self.is_plain = bool(self._default_autoescape) and not takes_more

    def drawn(self, args: tuple[Any, ...], named: dict[str, Any]) -> Markup | None:
        """Return what it draws; None where it is not called as it says that it is."""
        lacking = self.arguments[len(args) :]
        if lacking:
            args += tuple([named.pop(name, missing) for name in lacking])
        if named or len(args) != self._argument_count:
            return None
        return _made(Markup, self._func(*args))


class DirectContext(Context):
    """The names that a template knows, and how it calls what they stand for."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805 -- as Jinja has it: a template may name anything
        kind = type(__obj)
        if kind is DirectMacro and __obj.is_plain:  # type: ignore[attr-defined]
            named = {name: value for name, value in kwargs.items() if name not in ("_loop_vars", "_block_vars")}
            drawn = __obj.drawn(args, named)  # type: ignore[attr-defined]
            if drawn is not None:
                return drawn
        elif kind in _PLAIN and not hasattr(__obj, "jinja_pass_arg"):
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class _Code(CodeGenerator):
    """Python for a template, which draws by the functions above."""

    def visit_Template(self, node: n.Template, frame: Frame | None = None) -> None:  # noqa: N802 -- Jinja's name
        self.writeline(f"from {__name__} import DirectMacro, shown")
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("Direct")  # of "Macro(…)", which is what follows
        super().macro_def(macro_ref, frame)

    def _output_child_pre(self, node: n.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("shown(")


class _Words(NodeTransformer):
    """Puts the sentences of a language where a template asks for them by `_("…")`."""

    def __init__(self, said: Callable[[str], str]) -> None:
        self._said = said

    def visit_Call(self, node: n.Call) -> n.Node:  # noqa: N802 -- Jinja's name
        self.generic_visit(node)
        if not (isinstance(node.node, n.Name) and node.node.name in ("_", "gettext") and len(node.args) == 1):
            return node
        asked = node.args[0]
        if not (isinstance(asked, n.Const) and isinstance(asked.value, str)) or node.dyn_args or node.dyn_kwargs:
            return node
        sentence, line = self._said(asked.value), node.lineno
        if not node.kwargs:
            return n.MarkSafe(n.Const(str(Markup(sentence) % {}), lineno=line), lineno=line)  # noqa: S704 -- our own words
        pairs = [n.Pair(n.Const(each.key, lineno=line), each.value, lineno=line) for each in node.kwargs]
        filled = n.MarkSafe(n.Const(sentence, lineno=line), lineno=line)
        return n.Mod(filled, n.Dict(pairs, lineno=line), lineno=line)

    def visit_Concat(self, node: n.Concat) -> n.Node:  # noqa: N802 -- Jinja's name
        self.generic_visit(node)
        has_sentence = any(isinstance(each, n.MarkSafe) or each.find(n.MarkSafe) for each in node.nodes)
        if not has_sentence or node.find(n.Name):
            return node
        # Known beforehand, and Jinja would join it so and forget that it is markup. The filter does not.
        parts = n.List(node.nodes, lineno=node.lineno)
        return n.Filter(parts, "join", [], [], None, None, lineno=node.lineno)


class Environment(FlaskEnvironment):
    """Flask's, with a set of templates for each language."""

    code_generator_class = _Code
    context_class = DirectContext
    #: The language of the request, and a sentence in a language; `web/language.py` tells both.
    language_now: Callable[[], str]
    said_in: Callable[[str, str], str]
    _language: str | None = None
    _by_language: dict[str, "Environment"]

    def speak(self, source: str, language_now: Callable[[], str], said_in: Callable[[str, str], str]) -> None:
        """Compile each template for the language in which it is asked for; this one's own is that of the templates."""
        self.language_now, self.said_in = language_now, said_in
        self._by_language = {source: self}
        self._source = source

    def _here(self) -> "Environment":
        if self._language is not None:
            return self
        code = self.language_now()
        found = self._by_language.get(code)
        if found is None:
            found = self.overlay()
            assert isinstance(found, Environment)
            found._language = code
            self._by_language[code] = found
        return found

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 -- Jinja's name
        return super(Environment, self._here())._load_template(name, globals)

    def _generate(self, source: n.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        if not n.EvalContext(self, name).autoescape:  # its sentences are not to be escaped as on a page
            return super()._generate(source, name, filename, defer_init)
        code = self._language or self._source
        worded = _Words(lambda sentence: self.said_in(code, sentence)).visit(source)
        return super()._generate(worded, name, filename, defer_init)
