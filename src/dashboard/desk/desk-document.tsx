import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ValidationDetail } from '../../shared/api/validations.ts';
import { query, setQuery, validationPath } from '../frame/router.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { Alike } from './alike.tsx';
import { Card } from './card.tsx';
import { DeskHead } from './desk-head.tsx';
import { deskItems } from './desk-items.ts';
import { Help } from './help.tsx';
import { ItemList } from './item-list.tsx';
import { useKeys, usePaletteActions } from './keys.ts';
import { noteWaiting } from './queue.ts';
import { QueuePane } from './queue-pane.tsx';
import { linesOf, lineAt } from './text-lines.ts';
import { TextPane } from './text-pane.tsx';
import { forgetBefore, newerVersions } from './told.ts';
import { UndoBar } from './undo-bar.tsx';
import { useDesk } from './use-desk.ts';

interface Props {
  detail: ValidationDetail;
  content: string;
  /** Why it could not be loaded again; null when it was. */
  problem: string | null;
  retry: () => void;
}

/** A document with its findings: the queue, the text and the card, and what the keys do. */
export function DeskDocument({ detail, content, problem, retry }: Props) {
  const { validation, recommendations, position } = detail;
  const lines = useMemo(() => linesOf(content), [content]);
  const items = useMemo(() => deskItems(detail, (offset) => lineAt(lines, offset)), [detail, lines]);
  useEffect(
    () =>
      forgetBefore(
        recommendations.map(({ id }) => id),
        position,
      ),
    [detail],
  );
  const newer = validation.superseded_by ?? newerVersions.value.get(validation.id);
  const desk = useDesk({ validation, items, content, isOpen: newer === undefined });
  const { states, current, place, changes, actions } = desk;
  const waiting = desk.waiting.length;
  useKeys(actions);
  usePaletteActions(actions);
  useEffect(() => noteWaiting(validation.id, waiting), [waiting]);
  const [isFolded, setFolded] = useState(false);
  const [isQueueShown, setQueueShown] = useState(false);
  const decidable = states.filter(({ item }) => item.recommendation);
  const isFirstOpen = query.value.get('finding') === null;
  useEffect(() => {
    // The address names the finding, so that it can be passed on.
    if (isFirstOpen && current) setQuery({ finding: current.item.key });
  }, [isFirstOpen, current?.item.key]);
  return (
    <>
      <div class={`desk-queue-frame ${isQueueShown ? 'shown' : ''}`}>
        <QueuePane here={validation.id} path={validation.file_path}>
          <ItemList
            items={states}
            currentKey={current?.item.key}
            ticked={desk.ticked}
            onPick={(key) => {
              desk.pick(key);
              setQueueShown(false);
            }}
            onTick={desk.tick}
          />
        </QueuePane>
      </div>
      <div class="desk-main">
        <DeskHead
          validation={validation}
          at={decidable.findIndex(({ item }) => item.key === current?.item.key) + 1}
          total={decidable.length}
          waiting={waiting}
          isQueueShown={isQueueShown}
          toggleQueue={() => setQueueShown(!isQueueShown)}
          actions={actions}
        />
        {problem !== null && <LoadProblem what="The current state" problem={problem} retry={retry} />}
        {newer !== undefined && (
          <p class="desk-notice" role="status">
            There is a newer version of this document. <a href={validationPath(newer)}>Decide there</a>.
          </p>
        )}
        <TextPane
          lines={lines}
          items={items}
          current={current?.item}
          place={place}
          changes={changes}
          onPick={desk.pickAt}
          label={`Text of ${validation.file_path}`}
        />
        <UndoBar undo={desk.undo} />
      </div>
      <div class={`desk-side ${isFolded ? 'folded' : ''}`}>
        <button
          type="button"
          class="desk-fold"
          aria-expanded={!isFolded}
          aria-label="The finding"
          onClick={() => setFolded(!isFolded)}
        >
          <span aria-hidden="true" />
        </button>
        {current ? (
          <Card
            item={current.item}
            recommendation={current.recommendation}
            isIgnored={current.status === 'ignored'}
            isOpen={newer === undefined}
            placeIndex={desk.placeIndex}
            changes={changes}
            content={content}
            ticked={desk.ticked.size}
            isIgnoring={desk.isIgnoring}
            onIgnore={desk.ignore}
            actions={actions}
          />
        ) : (
          <p class="desk-clean quiet">Nothing was found. A clean proof.</p>
        )}
        {waiting === 0 && decidable.length > 0 && (
          <div class="desk-settled" data-testid="desk-settled">
            <span>
              <b>All {decidable.length} decided.</b>{' '}
              <a href={validationPath(validation.id)}>Preview and apply</a>
            </span>
            {desk.nextDocument && (
              <button type="button" class="button small primary" onClick={actions.nextDocument}>
                Next document <kbd aria-hidden="true">J</kbd>
              </button>
            )}
          </div>
        )}
      </div>
      {desk.dialog === 'alike' && <Alike family={validation.family} onClose={desk.closeDialog} />}
      {desk.dialog === 'help' && <Help onClose={desk.closeDialog} />}
    </>
  );
}
