variable "zone" {
  description = "The zone, which exists: big-o-lens.example."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.zone))
    error_message = "The zone has to be a name with at least one dot, in lower case."
  }
}

variable "host" {
  description = "The name under which the world reaches the service. A name inside the zone: a CNAME can't be the zone itself."
  type        = string
  validation {
    condition     = endswith(var.host, ".${var.zone}")
    error_message = "The host has to be a name inside the zone."
  }
}

variable "entrances" {
  description = "By role (active, passive): the name of the region's load balancer, which answers for the host too."
  type        = map(string)
  validation {
    condition     = toset(keys(var.entrances)) == toset(["active", "passive"])
    error_message = "There is one entrance for each role: active, passive."
  }
}
