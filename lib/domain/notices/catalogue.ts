import { accountEvents } from "./account-events";
import { installationEvents } from "./installation-events";
import type { CatalogueEntry, NoticeData, NoticeEvent } from "./notice-data";
import { offboardingEvents } from "./offboarding-events";
import { reviewEvents } from "./review-events";

/** Every event that people are told of, with its words: the only place. */
export const noticeCatalogue: {
  readonly [Event in NoticeEvent]: CatalogueEntry<NoticeData[Event]>;
} = { ...offboardingEvents, ...reviewEvents, ...installationEvents, ...accountEvents };
