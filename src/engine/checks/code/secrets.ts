import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { CodeRuleId } from './rules.ts';

/** A kind of secret, and how to find it. */
interface SecretKind {
  name: string;
  /** The pattern is tried only if the text contains one of these, which is fast to test. */
  marks: readonly string[];
  /** If it has groups, `secret` or the first one is the secret; `user` and `host` say whose it is. */
  pattern: RegExp;
}

/** The forms that vendors publish for their keys. Every repetition has a fixed length or a limit. */
const KINDS: readonly SecretKind[] = [
  { name: 'an AWS access key', marks: ['AKIA', 'ASIA'], pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  {
    name: 'a GitHub token',
    marks: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: /\bgh[pousr]_[A-Za-z0-9]{36}\b/g,
  },
  { name: 'a GitHub token', marks: ['github_pat_'], pattern: /\bgithub_pat_[A-Za-z0-9_]{82}\b/g },
  { name: 'a GitLab token', marks: ['glpat-'], pattern: /\bglpat-[A-Za-z0-9_-]{20,40}\b/g },
  {
    name: 'a Slack token',
    marks: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxs-'],
    pattern: /\bxox[abps]-\d{10,13}-[A-Za-z0-9-]{20,80}/g,
  },
  { name: 'a Google API key', marks: ['AIza'], pattern: /\bAIza[A-Za-z0-9_-]{35}\b/g },
  { name: 'a Stripe key', marks: ['sk_live_', 'rk_live_'], pattern: /\b[rs]k_live_[A-Za-z0-9]{24,99}\b/g },
  { name: 'an npm token', marks: ['npm_'], pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  {
    name: 'a private key',
    marks: ['PRIVATE KEY-----'],
    pattern: /-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----\s{1,4}[A-Za-z0-9+/=]{40}/g,
  },
  {
    name: 'a password in an address',
    marks: ['://'],
    pattern:
      /\b(?:https?|ftp|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?):\/\/(?<user>[\w.-]{1,60}):(?<secret>[^\s:@/<>"'`{}$*[\]]{3,80})@(?<host>[\w.-]{0,100})/g,
  },
  {
    name: 'a password in a connection string',
    marks: ['ccountKey=', 'assword=', 'Pwd=', 'PWD='],
    pattern: /\b(?:AccountKey=([A-Za-z0-9+/]{86}==)|(?:[Pp]assword|P(?:wd|WD))=([^\s;"'`<>{}$*[\]]{8,80});)/g,
  },
];
/** Texts that documentation uses in place of a secret. */
const EXAMPLE =
  /EXAMPLE|example|sample|dummy|changeme|placeholder|password|passw0rd|secret|your|xxxx|(.)\1{5}|12345|abcdef|0123|asdf|^(?:gh[a-z]_|github_pat_|glpat-).{0,19}$/i;
/** How much of a secret a finding shows, in UTF-16 code units: enough to find it, too little to use it. */
const SHOWN_LENGTH = 4;

/** A password that people make up for a page: a word, or one with numbers for letters. */
const WORD = /^[a-z]{0,20}$|^(?:[a-z]+[-_.])*(?:pass|pw|pwd)\d*$|p(?:@|%40|a)[s$5]{2}w(?:o|0|%30)rd/i;
/** Fewer characters that differ are no password that a program has made. */
const MIN_DIFFERENT = 6;

/** Whether a password is one that anybody may write down: the user's name, a word, or a row such as `Abc123def`. */
function isMadeUp(password: string, user: string): boolean {
  const text = password.toLowerCase();
  if (text === user.toLowerCase() || WORD.test(password) || new Set(text).size < MIN_DIFFERENT) return true;
  let steps = 0;
  for (let at = 1; at < text.length; at += 1) {
    if (Math.abs(text.charCodeAt(at) - text.charCodeAt(at - 1)) <= 1) steps += 1;
  }
  return steps * 2 > text.length;
}

/** Whether a host is one that only its own machine or network knows: `localhost`, `db`, `127.0.0.1`. */
function isAtHome(host: string): boolean {
  return !host.includes('.') || /^(?:127\.|10\.|192\.168\.)/.test(host) || EXAMPLE.test(host);
}

/** What is before the id of a key in an address that was signed with it. */
const SIGNED = /[?&;]X-Amz-Credential=$/i;
const SIGNED_LENGTH = 24;

/** Reports texts that look like secrets, anywhere in the document. */
export function checkSecrets({ text }: DocumentView<CodeRuleId>, report: ReportFinding<CodeRuleId>): void {
  for (const { name, marks, pattern } of KINDS) {
    if (!marks.some((mark) => text.includes(mark))) continue;
    for (const match of text.matchAll(pattern)) {
      const {
        user,
        host,
        secret = match.slice(1).find((group) => group !== undefined) ?? match[0],
      } = match.groups ?? {};
      // A signed address names the key, is good for a while, and does not give the secret away.
      if (SIGNED.test(text.slice(Math.max(0, match.index - SIGNED_LENGTH), match.index))) continue;
      if (EXAMPLE.test(secret)) continue;
      if (user !== undefined && (isMadeUp(secret, user) || isAtHome(host ?? ''))) continue;
      const start = match.index + match[0].indexOf(secret, user?.length ?? 0);
      report({
        ruleId: 'code/secret',
        start,
        end: start + SHOWN_LENGTH,
        message: `This looks like ${name}, which everyone who reads the document could use.`,
      });
    }
  }
}
