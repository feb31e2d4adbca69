import { query, setQuery } from '../frame/router.ts';
import { useTyped } from './use-typed.ts';

/** A box whose text is a filter in the address, once typing pauses. */
export function TextFilter(props: {
  name: string;
  label: string;
  placeholder: string;
  /** The shortest text that is a filter, in characters. */
  shortest?: number;
}) {
  const { name, label, placeholder, shortest = 1 } = props;
  const isShort = (typed: string) => typed !== '' && Array.from(typed).length < shortest;
  const written = (typed: string) => (isShort(typed) ? '' : typed);
  const { text, setText } = useTyped({
    inAddress: query.value.get(name) ?? '',
    written,
    put: (typed) => setQuery({ [name]: written(typed) }),
  });
  return (
    <label class="search">
      <span class="visually-hidden">{label}</span>
      <input
        type="search"
        value={text}
        placeholder={placeholder}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      {isShort(text) && <span class="hint">Type {shortest} characters or more.</span>}
    </label>
  );
}
