import { useLayoutEffect } from 'preact/hooks';
import css from '../styles/desk.css' with { type: 'text' };

let sheet: CSSStyleSheet | undefined;

/** The desk's style comes with its script. A sheet that is made by script is no inline style to the page's policy. */
export function useDeskStyle(): void {
  useLayoutEffect(() => {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    const own = sheet;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, own];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== own);
    };
  }, []);
}
