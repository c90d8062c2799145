"""How the screen looks: one dark ground, one frame, and what is chosen in reverse where there are no colours."""

from __future__ import annotations

from textual.theme import Theme

WIDE, LIST_PERCENT = 116, 60
"""From so many columns on, the life of what is chosen stands beside the list."""
GROUND, RAISED, CHOSEN, INK = "#12161c", "#1b212a", "#2a3850", "#d6dce6"
THEME = Theme(
    name="doorstep", primary="#7aa2d6", foreground=INK, background=GROUND, surface=GROUND, panel=RAISED, dark=True
)
CSS = f"""
Screen {{ background: {GROUND}; color: {INK}; layout: vertical; }}
Screen.-plain {{ background: ansi_default; color: ansi_default; }}
.line {{ height: 1; padding: 0 1; }}
.block {{ height: auto; padding: 0 1; }}
#head, #case-title {{ background: {RAISED}; height: 1; padding: 0 1; }}
#keys, #case-keys {{ background: {RAISED}; color: #8b95a5; height: 1; padding: 0 1; dock: bottom; }}
#verdicts {{ margin-top: 1; }}
#title {{ margin-top: 1; }}
#body {{ height: 1fr; }}
.-wide #needs, .-wide #needs:focus {{ width: {LIST_PERCENT}%; }}
#needs, #needs:focus {{
    width: 1fr; height: 1fr; border: none; padding: 0; background: {GROUND}; background-tint: transparent;
    scrollbar-size-vertical: 1; scrollbar-color: #3b4656; scrollbar-background: {GROUND};
}}
#needs > .option-list--option {{ padding: 0 1; }}
#needs > .option-list--option-highlighted, #needs:focus > .option-list--option-highlighted {{
    background: {CHOSEN}; color: {INK}; text-style: none;
}}
#side {{ display: none; width: 1fr; height: 1fr; padding: 0 1; border-left: solid #3b4656;
    scrollbar-size-vertical: 1; scrollbar-color: #3b4656; scrollbar-background: {GROUND}; }}
.-wide #side {{ display: block; }}
#detail {{ height: auto; min-height: 4; max-height: 6; padding: 1 1 0 1; }}
.-wide #detail {{ display: none; }}
#find {{ display: none; dock: bottom; height: 1; border: none; padding: 0 1; background: {RAISED}; }}
#life {{ height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; margin-top: 1; }}
#life-lines, #side-lines {{ height: auto; width: auto; }}
HelpScreen {{ align: center middle; background: {GROUND} 60%; }}
#help {{ width: auto; height: auto; max-width: 78; padding: 1 2; background: {RAISED}; border: solid #3b4656; }}
.-plain #needs > .option-list--option-highlighted, .-plain #needs:focus > .option-list--option-highlighted {{
    text-style: reverse;
}}
"""
