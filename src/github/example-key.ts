/** A key of a GitHub App for tests: a new one each time, as GitHub gives it. */

/** What precedes the key of RSA with 2,048 bits in PKCS#8, in bytes. */
const ENVELOPE_BYTES = 26;

export interface ExampleKey {
  /** PKCS#1, as GitHub gives it. */
  pem: string;
  /** The same in PKCS#8, as the platform exports it. */
  pkcs8: Uint8Array;
  publicKey: CryptoKey;
}

export async function makeExampleKey(): Promise<ExampleKey> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2_048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('no pair of keys');
  const exported = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  if (!(exported instanceof ArrayBuffer)) throw new Error('no key in PKCS#8');
  const pkcs8 = new Uint8Array(exported);
  const base64 = btoa(String.fromCharCode(...pkcs8.subarray(ENVELOPE_BYTES)));
  const lines = base64.match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN RSA PRIVATE KEY-----', ...lines, '-----END RSA PRIVATE KEY-----', ''].join('\n');
  return { pem, pkcs8, publicKey: pair.publicKey };
}
