import { expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';

it('launches browsers at the same moment, that outlive their contexts and keep to the rules of the web', async () => {
  const browsers = await Promise.all([launchChromium(), launchChromium()]);
  try {
    for (const browser of [...browsers, ...browsers]) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.setContent('<p id="text">Text</p><iframe src="data:text/html,secret"></iframe>');
      // Text has a box only if a font was found.
      expect(await page.locator('#text').evaluate((node) => node.getClientRects().length)).toBe(1);
      expect((await page.screenshot()).byteLength).toBeGreaterThan(0);
      expect(await page.evaluate(() => document.querySelector('iframe')?.contentDocument ?? null)).toBeNull();
      expect(await page.evaluate(() => navigator.language)).toBe('en-US');
      await context.close();
    }
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
  }
});
