-- Sends the tokens of a file in rotation: wrk ... -- <path> <file>
local requests = {}
local at = 0

function init(args)
  for token in io.lines(args[2]) do
    requests[#requests + 1] = "GET " .. args[1] .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
      .. "Authorization: Bearer " .. token .. "\r\n\r\n"
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  io.write(string.format(
    '\n{"requests":%d,"seconds":%f,"p99":%f,"refused":%d,"broken":%d}\n',
    summary.requests,
    summary.duration / 1e6,
    latency:percentile(99) / 1e3,
    summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  ))
end
