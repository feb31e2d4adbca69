import { useLayoutEffect, useState } from 'preact/hooks';
import css from '../styles/desk.css' with { type: 'text' };

let sheet: CSSStyleSheet | undefined;

/**
 * The desk's style comes with its script. A sheet that is made by script is no inline style to the page's policy. It is
 * there before the desk is drawn, so that what is measured then has its size.
 */
export function useDeskStyle(): void {
  const [own] = useState(adopt);
  useLayoutEffect(
    () => () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== own);
    },
    [],
  );
}

function adopt(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
  return sheet;
}
