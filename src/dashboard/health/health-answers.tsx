import type { Monitoring } from '../../shared/api/monitoring.ts';
import { answersOf, type Tone } from './health-model.ts';

/** The tones of outcomes are those of answers. */
const MARKS: Readonly<Record<Tone, string>> = {
  good: 'outcome-pass',
  doubtful: 'outcome-warning',
  bad: 'outcome-fail',
};

/** Answers to what an on-call person asks first. @param now - when it was loaded, in ms since 1970 */
export function HealthAnswers({ monitoring, now }: { monitoring: Monitoring; now: number }) {
  return (
    <section class="panel gates" aria-label="At a glance" data-testid="health">
      {answersOf(monitoring, now).map(({ question, tone, says, facts }) => (
        <div key={question} class="gate-line">
          <h2>{question}</h2>
          <p class="row-facts">
            <span class={`mark ${MARKS[tone]}`}>{says}</span>
            {facts.map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </p>
        </div>
      ))}
    </section>
  );
}
