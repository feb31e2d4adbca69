/** The private key of an App, as GitHub gives it, in the format that WebCrypto takes. */

const PKCS1 = /^-----BEGIN RSA PRIVATE KEY-----([\s\S]*)-----END RSA PRIVATE KEY-----$/;
/** Version 0, and the algorithm: rsaEncryption (1.2.840.113549.1.1.1) without parameters. */
const RSA_HEADER = [
  0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];
const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
const LINE_LENGTH = 64;

/**
 * Turns a key in PKCS#1 (RFC 8017, A.1.2), which GitHub gives, into PKCS#8 (RFC 5208, 5), which WebCrypto reads: PKCS#8 is
 * PKCS#1 in an envelope. Other keys stay as they are. Takes a key on a single line with `\n` for its line ends, too.
 */
export function toPkcs8(pem: string): string {
  const text = pem.replaceAll('\\n', '\n').replaceAll('\r', '').trim();
  const base64 = PKCS1.exec(text)?.[1];
  if (base64 === undefined) return text;
  const key = Array.from(atob(base64.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
  const wrapped = element(SEQUENCE, [...RSA_HEADER, ...element(OCTET_STRING, key)]);
  const encoded = btoa(wrapped.map((byte) => String.fromCharCode(byte)).join(''));
  const lines = encoded.match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n');
}

/** A DER element: tag, length, content (X.690, 8.1). */
function element(tag: number, content: readonly number[]): number[] {
  return [tag, ...lengthOf(content.length), ...content];
}

/** Up to 127 in one byte; longer ones with their number of bytes first. */
function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}
