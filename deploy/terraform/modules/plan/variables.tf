variable "environment" {
  description = "Which environment this is: it is part of every name, and decides how large everything is."
  type        = string
  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "The environment has to be staging or production."
  }
}

variable "name" {
  description = "What every name begins with."
  type        = string
  default     = "big-o-lens"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.name))
    error_message = "The name has to be 3 to 16 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "regions" {
  description = "The region that has the traffic, and the one that waits to take it over."
  type = object({
    active  = string
    passive = string
  })
  validation {
    condition     = var.regions.active != var.regions.passive
    error_message = "The two regions have to be different ones."
  }
  validation {
    condition     = alltrue([for region in values(var.regions) : contains(keys(local.region_map), region)])
    error_message = "A region is not in the map: ${join(", ", keys(local.region_map))} are."
  }
}

variable "domain" {
  description = "The zone under which the service is reached, such as big-o-lens.example."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "The domain has to be a name with at least one dot, in lower case."
  }
}
