import { expect, it } from 'vitest';
import protocolPage from '../../docs/live-protocol.md?raw';
import { ADMIN_EVENT_TYPES } from './event-visibility.ts';
import { flattenEvent, payloadSchemas, type Envelope } from './events.ts';

it('keeps the envelope whatever the payload says', () => {
  const envelope: Envelope = {
    id: 7,
    type: 'recommendation_created',
    timestamp: '2026-11-22T10:30:00.000Z',
    actor: 'local',
    validation_id: 'v',
    recommendation_id: 'r',
    family: 'cells',
  };
  const hostile = Object.fromEntries(Object.keys(envelope).map((key) => [key, 'overwritten']));
  expect(flattenEvent(envelope, { ...hostile, title: 'kept' })).toEqual({ ...envelope, title: 'kept' });
});

/** The event types that the table in docs/live-protocol.md lists, and those that it marks as visible to admins only. */
function documentedTypes(): { all: string[]; admins: string[] } {
  const all: string[] = [];
  const admins: string[] = [];
  const section = protocolPage.split('\n## Events\n')[1]?.split('\n## ')[0] ?? '';
  for (const [, cell = ''] of section.matchAll(/^\| (`[^|]*?) +\|/gm)) {
    const names = Array.from(cell.matchAll(/`([a-z_]+)`/g), ([, name = '']) => name);
    // `validation_approved`, `_rejected`: the later names share the first one's subject.
    const subject = names[0]?.split('_')[0] ?? '';
    const types = names.map((name) => (name.startsWith('_') ? subject + name : name));
    all.push(...types);
    if (cell.includes('(admins only)')) admins.push(...types);
  }
  return { all, admins };
}

it('are all listed in the protocol, with who may see them', () => {
  const { all, admins } = documentedTypes();
  expect(all.toSorted()).toEqual(Object.keys(payloadSchemas).toSorted());
  expect(admins.toSorted()).toEqual(ADMIN_EVENT_TYPES.toSorted());
});
