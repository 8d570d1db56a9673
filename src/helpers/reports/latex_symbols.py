"""The commands of LaTeX that `latex_math` knows, with the characters they stand for."""

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "varrho": "ϱ",
    "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
SYMBOLS = _GREEK | {
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈",
    "equiv": "≡", "sim": "∼", "simeq": "≃", "cong": "≅", "propto": "∝", "ll": "≪", "gg": "≫",
    "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃",
    "supseteq": "⊇", "cup": "∪", "cap": "∩", "setminus": "∖", "emptyset": "∅", "forall": "∀",
    "exists": "∃", "neg": "¬", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒",
    "Leftarrow": "⇐", "Leftrightarrow": "⇔", "iff": "⇔", "implies": "⇒", "mapsto": "↦",
    "longrightarrow": "⟶", "uparrow": "↑", "downarrow": "↓", "gets": "←", "times": "×",
    "cdot": "⋅", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆", "circ": "∘",
    "bullet": "∙", "oplus": "⊕", "otimes": "⊗", "odot": "⊙", "partial": "∂", "nabla": "∇",
    "infty": "∞", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱",
    "hbar": "ℏ", "ell": "ℓ", "Re": "ℜ", "Im": "ℑ", "prime": "′", "top": "⊤", "bot": "⊥",
    "perp": "⊥", "angle": "∠", "parallel": "∥", "mid": "∣", "vert": "|", "Vert": "‖", "|": "‖",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "%": "%", "$": "$", "#": "#", "&": "&",
    "_": "_", "colon": ":", "triangleq": "≜", "leqslant": "⩽", "geqslant": "⩾", "models": "⊨",
    "lt": "<", "gt": ">", "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "succeq": "⪰",
    "preceq": "⪯", "succ": "≻", "prec": "≺", "lesssim": "≲", "gtrsim": "≳",
    "Longleftrightarrow": "⟺", "Longrightarrow": "⟹", "hookrightarrow": "↪", "Box": "□",
}  # fmt: skip
PLAIN = {one: one for one in "+=<>()[]/,.;:!?|"} | {"-": "−", "*": "∗"}
BIG = {
    "sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂",
    "bigoplus": "⨁", "bigotimes": "⨂",
}  # fmt: skip
_SAME = (
    "sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan log ln lg exp lim max min sup inf "
    "det dim ker gcd deg arg hom limsup liminf Pr"
)
FUNCTIONS = {name: name for name in _SAME.split()} | {"argmax": "arg max", "argmin": "arg min"}
LIMITS = {
    "lim",
    "max",
    "min",
    "sup",
    "inf",
    "det",
    "gcd",
    "Pr",
    "arg max",
    "arg min",
    "argmax",
    "argmin",
}
STYLES = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "bf": "bold", "mathbb": "bb",
    "mathcal": "cal", "mathscr": "cal", "mathfrak": "frak",
}  # fmt: skip
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305", "tilde": "\u0303",
    "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7",
    "check": "\u030c",
    "underline": "\u0332",
}  # fmt: skip
# "." is no fence; each is one character, so that two of them are a pair.
FENCES = {
    "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", ".": " ", "\\{": "{", "\\}": "}",
    "\\|": "‖", "\\langle": "⟨", "\\rangle": "⟩", "\\lfloor": "⌊", "\\rfloor": "⌋",
    "\\lceil": "⌈", "\\rceil": "⌉", "\\vert": "|", "\\Vert": "‖", "\\lbrace": "{",
    "\\rbrace": "}", "<": "⟨", ">": "⟩", "\\lvert": "|", "\\rvert": "|",
}  # fmt: skip
GRIDS = {
    "matrix": "  ", "pmatrix": "()", "bmatrix": "[]", "vmatrix": "||", "Vmatrix": "‖‖",
    "Bmatrix": "{}", "smallmatrix": "  ", "array": "  ", "cases": "{ ",
    "aligned": "", "align": "", "align*": "", "alignat": "", "split": "", "gathered": "",
    "gather": "", "gather*": "", "eqnarray": "", "eqnarray*": "", "equation": "",
    "equation*": "", "multline": "", "multline*": "",
}  # fmt: skip
