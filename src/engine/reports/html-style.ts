/** The stylesheet of the page, byte for byte as embedded, so that a Content-Security-Policy can name its hash. */
export const HTML_REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1d1b18; --soft: #5d574d; --rule: #dcd6c9; --sheet: #fffefb; --sunk: #f1eee6;
  --error: #a3231b; --warning: #7a5200; --info: #2b5a86; --pass: #1f6b3a; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece7de; --soft: #aea698; --rule: #3a362f; --sheet: #1a1916;
  --sunk: #2a2723; --error: #f29a8e; --warning: #e5bd6a; --info: #93bfe6; --pass: #7fce97; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 16px; max-width: 900px; background: var(--sheet); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 24px; } h2 { margin: 0; font-size: 17px; }
h3 { margin: 16px 0 0; font-size: 15px; }
p { margin: 4px 0; } a { color: inherit; } .facts, header > p { color: var(--soft); }
.figures { display: flex; gap: 12px; margin: 16px 0; }
.figures div { flex: 1; border: 1px solid var(--rule); border-top: 4px solid; border-radius: 6px; padding: 8px 12px; }
.figures dt { font-size: 13px; } .figures dd { margin: 0; font-size: 24px; font-weight: 600; }
.run { display: grid; grid-template-columns: repeat(auto-fill, minmax(165px, 1fr)); gap: 12px 16px; margin: 16px 0; }
.run dt { font-size: 13px; color: var(--soft); } .run dd { margin: 0; font-weight: 600; }
.run .wide { grid-column: 1 / -1; } .run .error dd { color: var(--error); }
.figures .error, .mark.error, .mark.fail { color: var(--error); }
.figures .warning, .mark.warning { color: var(--warning); }
.figures .info, .mark.info { color: var(--info); } .mark.pass { color: var(--pass); }
.mark.new { background: var(--sunk); }
.mark { white-space: nowrap; border: 1px solid; border-radius: 4px; padding: 0 6px; font-size: 12px; font-weight: 600; }
.remark { border-left: 3px solid var(--warning); padding: 4px 12px; background: var(--sunk); }
table { width: 100%; border-collapse: collapse; margin: 16px 0; }
th, td { border-bottom: 1px solid var(--rule); padding: 6px 8px; text-align: left; vertical-align: top; }
th.figure, td.figure { width: 1%; text-align: right; font-variant-numeric: tabular-nums; }
th, td + td { overflow-wrap: normal; }
section, nav:has(h2) { border-top: 2px solid var(--rule); margin-top: 24px; padding-top: 16px; }
ol { list-style: none; margin: 8px 0; padding: 0; }
.finding { border-bottom: 1px solid var(--rule); padding: 8px 0; break-inside: avoid; }
.place { color: var(--soft); margin: 0 6px; font-variant-numeric: tabular-nums; }
code, pre { font: 12.5px/1.45 ui-monospace, monospace; }
pre { margin: 6px 0 0; padding: 8px; background: var(--sunk); border-radius: 4px; white-space: pre-wrap; }
@media (max-width: 480px) { th, td { padding: 6px 4px; } }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } section { break-before: auto; }
  h2, h3 { break-after: avoid; } tr, .remark { break-inside: avoid; } a { text-decoration: none; } }
`;
