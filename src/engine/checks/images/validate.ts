import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { ImagesRuleId } from './rules.ts';
import type { Link } from '../../document/outline.ts';
import { tellsAll } from '../tells-all.ts';

const PLACEHOLDER_ALT = /^(?:todo\b.*|tbd|fixme|alt|alt[-_ ]?text|image[-_ ]?alt[-_ ]?text|placeholder)$/i;
const FILE_NAME = /^[^\s/]+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|ico)$/i;
/** Longest HTML that is searched for images, in UTF-16 code units. */
const MAX_HTML_LENGTH = 100_000;
/** Longest caption, in UTF-16 code units. */
const MAX_CAPTION_LENGTH = 300;
const CAPTION = /^[ \t]*(?:\r\n|\r|\n)[ \t]*(?:\*[^*\r\n]+\*|_[^_\r\n]+_)[ \t]*(?:[\r\n]|$)/;
/** Longest guess of an alternative text, in UTF-16 code units. */
const MAX_GUESS_LENGTH = 100;

/** Checks that images, in Markdown and in HTML, have a meaningful alternative text. */
export function validateImages(view: DocumentView<ImagesRuleId>, report: ReportFinding<ImagesRuleId>): void {
  const { text, outline } = view;
  for (const link of outline?.links ?? []) {
    if (link.kind !== 'image' || (!link.inline && !link.label)) continue;
    const alt = text.slice(link.textStart, link.textEnd).trim();
    if (alt === '') {
      if (hasCaption(text, link.end) && !tellsAll(view, 'images/missing-alt')) continue;
      reportImage(text, link, 'images/missing-alt', 'The image has no alternative text.', report);
    } else if (FILE_NAME.test(alt)) {
      const message = 'The alternative text of the image is only the name of a file.';
      reportImage(text, link, 'images/alt-is-file-name', message, report);
    } else if (PLACEHOLDER_ALT.test(alt) && !isBadge(text, link)) {
      reportImage(
        text,
        link,
        'images/placeholder-alt',
        'The alternative text of the image is a placeholder.',
        report,
      );
    }
  }
  const seen = new Set<string>();
  for (const { start, end } of outline?.html ?? []) {
    checkHtml(text.slice(start, Math.min(end, start + MAX_HTML_LENGTH)), start, seen, report);
  }
}

/** Whether the line below an image is its caption, in emphasis. */
function hasCaption(text: string, end: number): boolean {
  return CAPTION.test(text.slice(end, end + MAX_CAPTION_LENGTH));
}

/** Whether the alternative text of an image is the name of its definition, too: that of a badge which shows it. */
function isBadge(text: string, { label }: Link): boolean {
  return label !== null && text.slice(label.start, label.end) === '[]';
}

function reportImage(
  text: string,
  link: Link,
  ruleId: 'images/missing-alt' | 'images/placeholder-alt' | 'images/alt-is-file-name',
  message: string,
  report: ReportFinding<ImagesRuleId>,
): void {
  const finding: Finding<ImagesRuleId> = { ruleId, start: link.start, end: link.end, message };
  const guess = link.url ? altFromUrl(text.slice(link.url.start, link.url.end)) : null;
  if (guess) {
    finding.suggestion = `Its file name suggests "${guess}".`;
    finding.replacements = [{ start: link.textStart, end: link.textEnd, text: guess }];
  }
  report(finding);
}

/** Makes an alternative text from a file name; null when it has no words, as in `IMG_0123.png` or `64716810.png`. */
function altFromUrl(url: string): string | null {
  const path = url.replace(/^<|>$/g, '').split(/[?#]/, 1)[0] ?? '';
  const name = (path.split('/').at(-1) ?? '').replace(/\.[A-Za-z0-9]{1,5}$/, '');
  // A number that a program has given it.
  if (/[\da-f]{8}-[\da-f]{4}-/i.test(name)) return null;
  const words = decode(name)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word, index, all) => !(index === all.length - 1 && index > 0 && /^\d+$/.test(word)));
  const letters = words.filter(
    (word) => /\p{L}{2}/u.test(word) && !/^(?:img|image|dsc|screenshot|untitled)$/i.test(word),
  );
  if (letters.length < 2) return null;
  if (words.some((word) => word.length > 8 && /\d/.test(word) && /\p{L}/u.test(word))) return null;
  const sentence = words.join(' ');
  if (sentence.length > MAX_GUESS_LENGTH) return null;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const IMG_TAG = /<img\b[^<>]*>/gi;

/** @param seen - addresses of images that were told: an icon that stands in every row of a table is told once */
function checkHtml(
  html: string,
  offset: number,
  seen: Set<string>,
  report: ReportFinding<ImagesRuleId>,
): void {
  for (const { 0: tag, index } of html.matchAll(IMG_TAG)) {
    // In HTML, `alt=""` marks an image as decoration on purpose.
    if (/\salt\s*(?:=|[\s/>])/i.test(tag) || /\saria-hidden\s*=\s*["']?true/i.test(tag)) continue;
    const address = /\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)?.slice(1).join('') ?? tag;
    if (seen.has(address)) continue;
    seen.add(address);
    const start = offset + index;
    const message = 'The image has no `alt` attribute.';
    report({ ruleId: 'images/missing-alt', start, end: start + tag.length, message });
  }
}
