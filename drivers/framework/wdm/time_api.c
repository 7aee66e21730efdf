/* The run-time library's calendar: units of 100 ns since 1601, by the Gregorian calendar. */
#include <stdbool.h>
#include <wdm.h>

enum {
	UNITS_PER_MS = 10000,
	UNITS_PER_S = 10000000,
	FIRST_YEAR = 1601, /* the first of 400 years */
	DAYS_PER_400_YEARS = 146097,
	SECONDS_PER_DAY = 86400,
	WEEKDAY_OF_FIRST = 1, /* a Monday */
	LAST_YEAR = 30827,
};

#define SECONDS_UNTIL_1970 11644473600ll
#define SECONDS_UNTIL_1980 11960006400ll

static bool is_leap(LONG year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static LONG days_of_month(LONG year, LONG month)
{
	static const LONG days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

static LONG days_of_year(LONG year)
{
	return is_leap(year) ? 366 : 365;
}

VOID RtlTimeToTimeFields(PLARGE_INTEGER Time, PTIME_FIELDS TimeFields)
{
	LONGLONG seconds = Time->QuadPart / UNITS_PER_S;
	LONGLONG days = seconds / SECONDS_PER_DAY;
	LONG second = (LONG)(seconds % SECONDS_PER_DAY);
	LONG year = FIRST_YEAR + (LONG)(days / DAYS_PER_400_YEARS) * 400;
	LONG month = 1;
	LONG rest = (LONG)(days % DAYS_PER_400_YEARS);

	for (; rest >= days_of_year(year); year++)
		rest -= days_of_year(year);
	for (; rest >= days_of_month(year, month); month++)
		rest -= days_of_month(year, month);
	*TimeFields = (TIME_FIELDS){ .Year = (CSHORT)year,
		.Month = (CSHORT)month,
		.Day = (CSHORT)(rest + 1),
		.Hour = (CSHORT)(second / 3600),
		.Minute = (CSHORT)(second / 60 % 60),
		.Second = (CSHORT)(second % 60),
		.Milliseconds = (CSHORT)(Time->QuadPart % UNITS_PER_S / UNITS_PER_MS),
		.Weekday = (CSHORT)((days + WEEKDAY_OF_FIRST) % 7) };
}

static bool is_moment(const TIME_FIELDS *fields)
{
	return fields->Year >= FIRST_YEAR && fields->Year <= LAST_YEAR && fields->Month >= 1 &&
	       fields->Month <= 12 && fields->Day >= 1 &&
	       fields->Day <= days_of_month(fields->Year, fields->Month) && fields->Hour >= 0 &&
	       fields->Hour < 24 && fields->Minute >= 0 && fields->Minute < 60 &&
	       fields->Second >= 0 && fields->Second < 60 && fields->Milliseconds >= 0 &&
	       fields->Milliseconds < 1000;
}

BOOLEAN RtlTimeFieldsToTime(PTIME_FIELDS TimeFields, PLARGE_INTEGER Time)
{
	LONG years = TimeFields->Year - FIRST_YEAR;
	LONGLONG days;

	if (!is_moment(TimeFields))
		return FALSE;
	days = years * 365ll + years / 4 - years / 100 + years / 400 + TimeFields->Day - 1;
	for (LONG month = 1; month < TimeFields->Month; month++)
		days += days_of_month(TimeFields->Year, month);
	Time->QuadPart = (days * SECONDS_PER_DAY + TimeFields->Hour * 3600 +
				 TimeFields->Minute * 60 + TimeFields->Second) *
				 UNITS_PER_S +
			 TimeFields->Milliseconds * UNITS_PER_MS;
	return TRUE;
}

static BOOLEAN seconds_since(LONGLONG start, const LARGE_INTEGER *time, PULONG seconds)
{
	LONGLONG elapsed = time->QuadPart / UNITS_PER_S - start;

	if (elapsed < 0 || elapsed > (LONGLONG)MAXULONG)
		return FALSE;
	*seconds = (ULONG)elapsed;
	return TRUE;
}

BOOLEAN RtlTimeToSecondsSince1970(PLARGE_INTEGER Time, PULONG ElapsedSeconds)
{
	return seconds_since(SECONDS_UNTIL_1970, Time, ElapsedSeconds);
}

BOOLEAN RtlTimeToSecondsSince1980(PLARGE_INTEGER Time, PULONG ElapsedSeconds)
{
	return seconds_since(SECONDS_UNTIL_1980, Time, ElapsedSeconds);
}

VOID RtlSecondsSince1970ToTime(ULONG ElapsedSeconds, PLARGE_INTEGER Time)
{
	Time->QuadPart = (ElapsedSeconds + SECONDS_UNTIL_1970) * UNITS_PER_S;
}

VOID RtlSecondsSince1980ToTime(ULONG ElapsedSeconds, PLARGE_INTEGER Time)
{
	Time->QuadPart = (ElapsedSeconds + SECONDS_UNTIL_1980) * UNITS_PER_S;
}

VOID ExSystemTimeToLocalTime(PLARGE_INTEGER SystemTime, PLARGE_INTEGER LocalTime)
{
	*LocalTime = *SystemTime;
}

VOID ExLocalTimeToSystemTime(PLARGE_INTEGER LocalTime, PLARGE_INTEGER SystemTime)
{
	*SystemTime = *LocalTime;
}
