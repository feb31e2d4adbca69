/* oxlint-disable no-underscore-dangle -- the names are micromark's */
import { attention, content, htmlFlow } from 'micromark-core-commonmark';
import { resolveAll } from 'micromark-util-resolve-all';
import type {
  Code,
  Construct,
  Event,
  Extension,
  ParseContext,
  State,
  Token,
  TokenizeContext,
} from 'micromark-util-types';

/** How many code units a delimiter run had before emphasis used some of it up. */
const LENGTHS = new WeakMap<Token, number>();

type Flow = TokenizeContext & { currentConstruct?: Construct | undefined };

/**
 * Corrects micromark 4.0.3 where it departs from CommonMark 0.31.2. The tests show each departure.
 *
 * - Emphasis: whether the lengths of two delimiter runs add up to a multiple of 3 is asked of the whole runs, not of
 *   what is left of them.
 * - HTML: a line with one tag (condition 7) does not end a paragraph, a lazy line neither.
 * - Lists: an empty item, or one whose number is not 1, does not end a paragraph; it may follow any other block, and
 *   stand in a container that starts on the same line.
 */
export const correction: Extension = {
  disable: { null: ['attention', 'htmlFlow'] },
  flow: {
    60: {
      ...htmlFlow,
      name: 'correctedHtmlFlow',
      tokenize(effects, ok, nok) {
        const { lazy } = this.parser;
        const { line } = this.now();
        const isLazy = lazy[line] ?? false;
        if (this.interrupt) lazy[line] = false;
        const restored =
          (state: State) =>
          (code: Code): State | undefined => {
            lazy[line] = isLazy;
            return state(code);
          };
        return htmlFlow.tokenize.call(this, effects, restored(ok), restored(nok));
      },
    },
  },
};

/** Tried before lists, once `interrupt` is set. It matches nothing, but corrects what a list asks for. */
const beforeList: Construct = {
  tokenize(_effects, _ok, nok) {
    const construct = openFlow(this.parser)?.currentConstruct;
    this.interrupt &&= construct === content || construct?.name === 'table';
    return nok;
  },
};
const LIST_STARTS = [42, 43, 45, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57];
correction.document = { null: beforeList };
for (const code of LIST_STARTS) correction.document[code] = beforeList;

const correctedAttention: Construct = {
  ...attention,
  name: 'correctedAttention',
  add: 'after',
  resolveAll: resolveAttention,
};
correction.text = { 42: correctedAttention, 95: correctedAttention };
correction.insideSpan = { null: [correctedAttention] };

const OPEN_FLOWS = new WeakMap<ParseContext, { flow: Flow | null }>();

/** The blocks that the next line may continue. Known from the first line on, since all lines ask for containers. */
function openFlow(parser: ParseContext): Flow | null {
  const known = OPEN_FLOWS.get(parser);
  if (known) return known.flow;
  const state: { flow: Flow | null } = { flow: null };
  OPEN_FLOWS.set(parser, state);
  const create = parser.flow;
  parser.flow = (from) => {
    const created = create(from);
    const write = created.write.bind(created);
    created.write = (slice) => {
      if (slice.at(-1) === null && state.flow === created) state.flow = null;
      return write(slice);
    };
    state.flow = created;
    return created;
  };
  return null;
}

function lengthOf({ start, end }: Token): number {
  return end.offset - start.offset;
}

function fullLength(token: Token): number {
  return LENGTHS.get(token) ?? lengthOf(token);
}

type Side = Token & { _open?: boolean; _close?: boolean };

/** As in micromark-core-commonmark 2.0.3, but for the lengths. */
function resolveAttention(events: Event[], context: TokenizeContext): Event[] {
  for (const [, token] of events) {
    if (token.type === 'attentionSequence' && !LENGTHS.has(token)) LENGTHS.set(token, lengthOf(token));
  }
  for (let index = 0; index < events.length; index += 1) {
    const [side, closer] = events[index] as [string, Side, TokenizeContext];
    if (side !== 'enter' || closer.type !== 'attentionSequence' || !closer._close) continue;
    for (let open = index - 1; open >= 0; open -= 1) {
      const [openSide, opener] = events[open] as [string, Side, TokenizeContext];
      if (openSide !== 'exit' || opener.type !== 'attentionSequence' || !opener._open) continue;
      if (context.sliceSerialize(opener)[0] !== context.sliceSerialize(closer)[0]) continue;
      const sum = fullLength(opener) + fullLength(closer);
      if ((opener._close || closer._open) && fullLength(closer) % 3 !== 0 && sum % 3 === 0) continue;
      index = join(events, context, open, index);
      break;
    }
  }
  for (const [, token] of events) if (token.type === 'attentionSequence') token.type = 'data';
  return events;
}

function tokenOf(type: string, from: Token['start'], to: Token['end']): Token {
  return { type, start: { ...from }, end: { ...to } } as Token;
}

/** @returns where to go on */
function join(events: Event[], context: TokenizeContext, open: number, index: number): number {
  const opener = (events[open] as Event)[1];
  const closer = (events[index] as Event)[1];
  const use = lengthOf(opener) > 1 && lengthOf(closer) > 1 ? 2 : 1;
  const name = use > 1 ? 'strong' : 'emphasis';
  const start = moved(opener.end, -use);
  const end = moved(closer.start, use);
  const group = tokenOf(name, start, end);
  const first = tokenOf(`${name}Sequence`, start, opener.end);
  const text = tokenOf(`${name}Text`, opener.end, closer.start);
  const last = tokenOf(`${name}Sequence`, closer.start, end);
  opener.end = { ...start };
  closer.start = { ...end };
  const next: Event[] = [];
  const both = (which: Token): void => void next.push(['enter', which, context], ['exit', which, context]);
  if (lengthOf(opener) > 0) both(opener);
  next.push(['enter', group, context]);
  both(first);
  next.push(['enter', text, context]);
  const inside = context.parser.constructs.insideSpan.null ?? [];
  next.push(...resolveAll(inside, events.slice(open + 1, index), context));
  next.push(['exit', text, context]);
  both(last);
  next.push(['exit', group, context]);
  const offset = lengthOf(closer) > 0 ? 2 : 0;
  if (offset > 0) both(closer);
  events.splice(open - 1, index - open + 3, ...next);
  return open + next.length - offset - 2;
}

function moved(point: Token['start'], by: number): Token['start'] {
  const { line, column, offset, ...rest } = point as Token['start'] & { _bufferIndex: number };
  return { ...rest, line, column: column + by, offset: offset + by, _bufferIndex: rest._bufferIndex + by };
}
