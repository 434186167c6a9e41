"""A tiny evaluator for stored formulas: numbers, + - * / and parentheses, exact fractions."""

from __future__ import annotations

import ast
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

MAX_LENGTH = 300
_FORMULA = re.compile(r"[0-9.+\-*/() ]+")
_NO_FORMULA = "this is no formula of numbers, + - * / and parentheses"


class FormulaError(ValueError):
    """The formula is none, or divides by zero."""


def evaluate(formula: str) -> Fraction:
    """The exact value of a formula such as ``"(18 - 4) / (610 - 4) * 100"``.

    Raises FormulaError for anything but numbers, the four signs and parentheses.
    """
    if len(formula) > MAX_LENGTH:
        raise FormulaError("the formula is too long")
    if not _FORMULA.fullmatch(formula):
        raise FormulaError(_NO_FORMULA)
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, RecursionError, MemoryError):
        raise FormulaError(_NO_FORMULA) from None
    return _value(tree.body, formula.strip())


def rounded(value: Fraction, places: int) -> Decimal:
    """The value with that many decimal places, halves away from zero."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _value(node: ast.expr, formula: str) -> Fraction:
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return _number(ast.get_source_segment(formula, node) or "")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, formula)
        case ast.BinOp(left=left, op=op, right=right):
            return _combined(_value(left, formula), op, _value(right, formula))
        case _:
            raise FormulaError(_NO_FORMULA)


def _number(text: str) -> Fraction:
    """The number as it is written, so that 0.1 is a tenth."""
    try:
        return Fraction(text)
    except ValueError:
        raise FormulaError(f"{text} is no plain decimal number") from None


def _combined(left: Fraction, op: ast.operator, right: Fraction) -> Fraction:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            if right == 0:
                raise FormulaError("the formula divides by zero")
            return left / right
        case _:
            raise FormulaError(_NO_FORMULA)
