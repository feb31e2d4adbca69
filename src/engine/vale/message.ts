/** Replaces each `%s` in a message by the next value. White space in values is shown as single spaces. */
export function formatMessage(message: string, ...values: readonly string[]): string {
  let next = 0;
  return message.replaceAll(/%[sd%]/g, (directive) => {
    if (directive === '%%') return '%';
    const value = values[Math.min(next, values.length - 1)] ?? '';
    next += 1;
    return value.replaceAll(/\s+/g, ' ');
  });
}

/**
 * Formats a message that offers several choices: `Use 'a' or 'b' instead of 'c'.`. The message may or may not put
 * quotes around `%s`.
 */
export function formatChoices(
  { message, action }: { message: string; action?: { name: string } },
  choices: readonly string[],
  found: string,
): string {
  const places = message.match(/%s/g)?.length ?? 0;
  const isRemoval = choices.length === 1 && choices[0] === '';
  if (isRemoval && places < 2) return formatMessage(message, found);
  const isQuoted = /^[^%]*['"‘“]%s/.test(message);
  const needsQuotes = choices.length > 1 || action?.name === 'replace';
  const quoted = needsQuotes || isQuoted ? listOf(choices.map((choice) => `'${choice}'`)) : choices.join('');
  return formatMessage(message, isQuoted ? quoted.slice(1, -1) : quoted, found);
}

function listOf(items: readonly string[]): string {
  if (items.length < 3) return items.join(' or ');
  return `${items.slice(0, -1).join(', ')}, or ${items.at(-1) ?? ''}`;
}
