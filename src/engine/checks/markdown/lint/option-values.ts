/** Reads options as markdownlint does, which takes a value of any type. */

export function numberOption(value: unknown, byDefault: number): number {
  return Number(value ?? byDefault);
}

/** Whether an option is on, which it is by default. */
export function isOnByDefault(value: unknown): boolean {
  return value === undefined || Boolean(value);
}

/** A text, or the default for an empty one and for none. */
export function textOption(value: unknown, byDefault: string): string {
  return givenText(value, byDefault) || byDefault;
}

/** A text, empty or not; the default when none is given. */
export function givenText(value: unknown, byDefault: string): string {
  if (value === undefined || value === null) return byDefault;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The items of a list as texts; none for another value. */
export function listOption(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
