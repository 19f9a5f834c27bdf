-- Dates are cast from instants; in any other zone they would be other days.
select {{ session_time_zone() }} as session_time_zone
where {{ session_time_zone() }} != 'UTC'
