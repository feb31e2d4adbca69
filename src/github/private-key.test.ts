import { beforeAll, describe, expect, it } from 'vitest';
import { makeExampleKey, type ExampleKey } from './example-key.ts';
import { toPkcs8 } from './private-key.ts';

const bytesOf = (pem: string) =>
  Uint8Array.from(atob(pem.replaceAll(/-----.*-----|\s/g, '')), (one) => one.charCodeAt(0));

describe('the private key of an App', () => {
  let key: ExampleKey;
  beforeAll(async () => {
    key = await makeExampleKey();
  });

  it('is taken as GitHub gives it', () => {
    expect(key.pem).toContain('BEGIN RSA PRIVATE KEY');
    const converted = toPkcs8(key.pem);
    expect(converted).toMatch(/^-----BEGIN PRIVATE KEY-----\n(?:[\w+/=]{1,64}\n)+-----END PRIVATE KEY-----$/);
    expect(bytesOf(converted)).toEqual(key.pkcs8);
  });

  it('is taken on one line, and with line ends of Windows', () => {
    expect(bytesOf(toPkcs8(key.pem.replaceAll('\n', '\\n')))).toEqual(key.pkcs8);
    expect(bytesOf(toPkcs8(key.pem.replaceAll('\n', '\r\n')))).toEqual(key.pkcs8);
  });

  it('stays as it is when it is PKCS#8 already', () => {
    const converted = toPkcs8(key.pem);
    expect(toPkcs8(`\n${converted}\n`)).toBe(converted);
  });
});
