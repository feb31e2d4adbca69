import { perDocument } from '../lint/per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { links, type LintLink } from '../lint/links.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { isOnByDefault } from '../lint/option-values.ts';
import { labelDefinitions, normalLabel } from '../lint/references.ts';
import { excerpt, wholeLine } from '../lint/report.ts';

const ESCAPE = /\\([!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~])/g;

type Style = 'autolink' | 'inline' | 'full' | 'collapsed' | 'shortcut' | 'url_inline';
type Allowed = Readonly<Record<Style, boolean>>;

export const md054 = defineLintRule({
  id: 'MD054',
  aliases: ['link-image-style'],
  tags: ['images', 'links'],
  description: 'Link and image style',
  level: 'info',
  levelReason: 'Finds nothing until its options say which styles are not wanted.',
  title: 'Use one link style',
  purpose: 'Link and image style',
  changes: ['link-style'],
  options: {
    autolink: { default: true, purpose: 'Whether `<address>` may be used' },
    inline: { default: true, purpose: 'Whether `[text](address)` may be used' },
    full: { default: true, purpose: 'Whether `[text][label]` may be used' },
    collapsed: { default: true, purpose: 'Whether `[label][]` may be used' },
    shortcut: { default: true, purpose: 'Whether `[label]` may be used' },
    url_inline: { default: true, purpose: 'Whether an address may be the text of its own link' },
  },
  example: {
    bad: '<https://example.com>\n',
    good: '[a](https://example.com)\n',
    pack: { rules: { MD054: { autolink: false } } },
  },
  check(document, options, report) {
    const allowed: Allowed = {
      autolink: isOnByDefault(options['autolink']),
      inline: isOnByDefault(options['inline']),
      full: isOnByDefault(options['full']),
      collapsed: isOnByDefault(options['collapsed']),
      shortcut: isOnByDefault(options['shortcut']),
      url_inline: isOnByDefault(options['url_inline']),
    };
    if (Object.values(allowed).every(Boolean)) return;
    const { text, lines } = document;
    for (const { from, to, label, destination, isImage, isWrong } of uses(document)) {
      if (!isWrong(allowed)) continue;
      const written = text.slice(from, to);
      const context = excerpt(written.replace(/[\r\n][^]*$/, ''));
      if (lines.at(from) !== lines.at(to)) {
        report({ ...wholeLine(document, lines.at(from)), context });
        continue;
      }
      const better = betterForm(allowed, label, destination, isImage);
      report({
        start: from,
        end: to,
        context,
        fix: better === null ? null : { start: from, end: to, text: better },
      });
    }
  },
});

interface Use {
  from: number;
  to: number;
  label: string;
  destination: string;
  isImage: boolean;
  isWrong: (allowed: Allowed) => boolean;
}

/** All links, images and autolinks, and which styles they are of. */
const uses = perDocument((document: LintDocument): readonly Use[] => {
  const { tree, text } = document;
  const found: Use[] = document.nodes(NodeKind.Autolink).map((index) => {
    const destination = document.slice(index).slice(1, -1);
    const isWrong = (allowed: Allowed): boolean => !allowed.autolink && destination !== '';
    return {
      from: tree.from(index),
      to: tree.to(index),
      label: destination,
      destination,
      isImage: false,
      isWrong,
    };
  });
  for (const link of links(document)) {
    const label = text.slice(link.textFrom, link.textTo);
    const inline = link.url ? text.slice(link.url.from, link.url.to) : '';
    const destination = inline === '' ? definedDestination(document, link, label) : inline;
    const isOwnText = !link.isImage && !link.hasTitle && label === inline && mayBeAutolink(inline);
    const style = link.label === null ? 'shortcut' : link.label.to > link.label.from ? 'full' : 'collapsed';
    found.push({
      from: link.from,
      to: link.to,
      label,
      destination,
      isImage: link.isImage,
      isWrong: (allowed) =>
        inline === ''
          ? destination !== '' && !allowed[style]
          : !allowed.inline || (!allowed.url_inline && allowed.autolink && isOwnText),
    });
  }
  return found.toSorted((a, b) => a.from - b.from);
});

function definedDestination(document: LintDocument, { label, isInline }: LintLink, text: string): string {
  if (isInline && label === null)
    return labelDefinitions(document).definitions.get(normalLabel(text))?.destination ?? '';
  const written = label && label.to > label.from ? document.text.slice(label.from, label.to) : text;
  return labelDefinitions(document).definitions.get(normalLabel(written))?.destination ?? '';
}

/** The link in a style that is allowed; null when none fits. */
function betterForm(allowed: Allowed, label: string, destination: string, isImage: boolean): string | null {
  const canAutolink = allowed.autolink && !isImage && mayBeAutolink(destination);
  if (allowed.inline && label !== '' && (allowed.url_inline || !canAutolink)) {
    const text = label.replaceAll(/[[\]]/g, String.raw`\$&`);
    return `${isImage ? '!' : ''}[${text}](${destination.replaceAll(/[()]/g, String.raw`\$&`)})`;
  }
  return canAutolink ? `<${destination.replaceAll(ESCAPE, '$1')}>` : null;
}

function mayBeAutolink(destination: string): boolean {
  return URL.canParse(destination) && !/[ <>]/.test(destination);
}
