-- In which format a document was written: replicas of an older one leave it to newer ones (docs/adr/0027). What was
-- written before there were formats, or by whoever has none (an operator), everybody may read.
ALTER TABLE states ADD COLUMN IF NOT EXISTS format int2 NOT NULL DEFAULT 0;
ALTER TABLE intake ADD COLUMN IF NOT EXISTS format int2 NOT NULL DEFAULT 0;
