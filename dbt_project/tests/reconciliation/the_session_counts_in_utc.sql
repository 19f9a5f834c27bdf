-- Dates are cast from instants; in any other zone they would be other days.
select current_setting('TimeZone') as session_time_zone
where current_setting('TimeZone') != 'UTC'
