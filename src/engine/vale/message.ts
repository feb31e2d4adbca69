/** A rule's message, its `%s` replaced by what was found, in their order; white space in them is shown as one space. */
export function formatMessage(message: string, ...values: readonly string[]): string {
  let next = 0;
  return message.replaceAll(/%[sd%]/g, (directive) => {
    if (directive === '%%') return '%';
    const value = values[Math.min(next, values.length - 1)] ?? '';
    next += 1;
    return value.replaceAll(/\s+/g, ' ');
  });
}

/** The message of a rule that names what to write: `Use 'a' or 'b' instead of 'c'.`, with or without quotes in it. */
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
