"""1 декабря 2016 года (in full, as documents of the United Nations have it)."""

DATE_FORMAT = "j E Y года"
