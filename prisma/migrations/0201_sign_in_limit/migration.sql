-- Counters of sign-in attempts (rate-limiter-flexible): shared by all processes, survive a restart.
CREATE TABLE sign_in_limit (
  key VARCHAR(255) PRIMARY KEY,
  points INTEGER NOT NULL DEFAULT 0,
  expire BIGINT
);
