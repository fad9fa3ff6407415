--
-- Copyright the Camel Claude authors.
-- SPDX-License-Identifier: Apache-2.0
--

-- What is sent behind another submission, which writes what both begin with to the prompt cache.

ALTER TABLE claude_submission ADD COLUMN behind VARCHAR(200);

CREATE INDEX claude_submission_behind ON claude_submission (behind);
