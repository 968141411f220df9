export const channelStateWords = {
  active: "On",
  paused: "Paused",
  disabled: "Switched off",
} as const;
