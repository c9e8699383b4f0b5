-- Clients of Meta's ask for an upload by its id alone, and for a dataset in the same way: so that no upload has the number of a
-- dataset, which Meta gives 15 to 17 digits, those of uploads begin beyond them.

alter table upload alter column id restart with 100000000000000000;
