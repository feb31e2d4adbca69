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
