"""How do figures look as a picture? One SVG a chart, for page, story, sheet, card and download."""
