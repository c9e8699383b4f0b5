-- Delivered batches are removed once their history is kept no longer. They are found by the time of their delivery; an index
-- of block ranges costs a delivery nothing, and rows lie about in the order in which they were settled.

create index batch_by_settlement on batch using brin (settled_at) with (autosummarize = on);
