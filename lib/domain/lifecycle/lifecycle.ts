import { DomainError } from "../errors";

type Table<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

export interface Lifecycle<State extends string, Event extends string> {
  readonly name: string;
  readonly initial: State;
  readonly table: Table<State, Event>;
}

/** A lifecycle as data: state -> event -> next state. A state without events is final. */
export function defineLifecycle<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
): Lifecycle<State, Event> {
  return lifecycle;
}

/** The state after the event. Throws `conflict` when the event cannot happen there. */
export function transition<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  from: State,
  event: Event,
): State {
  const to = lifecycle.table[from]?.[event];
  if (to === undefined)
    throw new DomainError(
      "conflict",
      `A ${lifecycle.name} that is ${words(from)} cannot ${words(event)}. Nothing was changed.`,
    );
  return to;
}

const words = (code: string): string => code.replaceAll("_", " ");

export function isFinal<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  state: State,
): boolean {
  return Object.keys(lifecycle.table[state]).length === 0;
}

/** The states from which the event may happen, for an update guarded by `where state in`. */
export function statesBefore<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  event: Event,
): State[] {
  return (Object.keys(lifecycle.table) as State[]).filter(
    (state) => lifecycle.table[state][event] !== undefined,
  );
}

/** From where to where an event leads, for an update guarded by its states. */
export function edge<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  event: Event,
): { from: State[]; to: State } {
  const from = statesBefore(lifecycle, event);
  const [to, ...others] = new Set(from.map((state) => transition(lifecycle, state, event)));
  if (to === undefined || others.length > 0)
    throw new Error(`The event ${event} of a ${lifecycle.name} does not lead to one state`);
  return { from, to };
}
