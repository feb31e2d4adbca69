import { expect, it } from 'vitest';
import { addressProblem } from './address.ts';

it.each([
  'https://hooks.example.com/galley?key=1',
  'https://hooks.example.com:8443/',
  'https://HOOKS.Example.com./',
  'https://8.8.8.8/',
  'https://172.32.0.1/',
  'https://[2606:4700::1111]/',
  'https://local.example.com/',
])('sends to %s', (url) => {
  expect(addressProblem(url, false)).toBeNull();
});

it.each([
  // Not https, another port, a password, no address.
  'http://hooks.example.com/',
  'ftp://hooks.example.com/',
  'https://hooks.example.com:22/',
  'https://ann:secret@hooks.example.com/',
  'hooks.example.com',
  '',
  // Loopback, in every notation.
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://１２７.0.0.1/',
  'https://127.0.0.1./',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://localhost/',
  'https://localhost./',
  'https://api.localhost/',
  // Private, link-local with the metadata of clouds, shared, reserved.
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[::ffff:169.254.169.254]/',
  'https://100.64.0.1/',
  'https://0.0.0.0/',
  'https://198.18.0.1/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://[fe80::1]/',
  'https://[fc00::1]/',
  'https://[fd12:3456::1]/',
  'https://[ff02::1]/',
  'https://[2001:db8::1]/',
  'https://[2001::1]/',
  // Names that are no public ones.
  'https://intranet/',
  'https://printer.local/',
  'https://metadata.google.internal/',
  'https://router.home.arpa/',
])('does not send to %s', (url) => {
  expect(addressProblem(url, false)).toEqual(expect.stringMatching(/^must /));
});

it('sends to loopback in open mode only, over http too', () => {
  for (const url of ['http://127.0.0.1:3000/', 'http://localhost:3000/hook', 'https://[::1]/']) {
    expect(addressProblem(url, true)).toBeNull();
    expect(addressProblem(url, false)).not.toBeNull();
  }
  for (const url of [
    'http://10.0.0.1/',
    'http://example.com/',
    'http://ann@127.0.0.1/',
    'file:///etc/hosts',
  ]) {
    expect(addressProblem(url, true)).not.toBeNull();
  }
});
