/** Reads options as markdownlint does, which takes a value of any type. */

export function numberOption(value: unknown, byDefault: number): number {
  return Number(value ?? byDefault);
}

/** Whether an option is on, which it is by default. */
export function isOnByDefault(value: unknown): boolean {
  return value === undefined || Boolean(value);
}

export function textOption(value: unknown, byDefault: string): string {
  return String(value || byDefault);
}

/** The items of a list as texts; none for another value. */
export function listOption(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
