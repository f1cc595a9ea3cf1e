-- Sends the tokens of a file in rotation, from SIGCONT to SIGINT: wrk ... -- <path> <file> <method> <body>
local requests = {}
local at = 0

function init(args)
  local path, file, method, body = args[1], args[2], args[3], args[4] or ""
  local rest = "\r\n\r\n"
  if body ~= "" then
    rest = "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. rest .. body
  end
  for token in io.lines(file) do
    requests[#requests + 1] = method .. " " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
      .. "Authorization: Bearer " .. token .. rest
  end
  os.execute("kill -STOP $PPID")
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary)
  io.write(string.format(
    '\n{"requests":%d,"refused":%d,"broken":%d}\n',
    summary.requests,
    summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  ))
end
