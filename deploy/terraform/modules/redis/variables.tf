variable "prefix" {
  description = "What the names begin with, of 3 to 34 characters: the plan module makes it."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,32}[a-z0-9]$", var.prefix))
    error_message = "The prefix has to be 3 to 34 lower-case letters, digits and hyphens."
  }
}

variable "node" {
  description = "ElastiCache's name of the nodes' size."
  type        = string
  validation {
    condition     = startswith(var.node, "cache.")
    error_message = "Sizes of nodes begin with 'cache.'."
  }
}

variable "replicas" {
  description = "Copies that can take over; 0 for none."
  type        = number
  validation {
    condition     = var.replicas >= 0 && var.replicas <= 5
    error_message = "From 0 to 5 replicas are possible."
  }
}

variable "network" {
  description = "Where it stands: the VPC, at least two private subnets of it, and the security group of the cluster's nodes."
  type = object({
    vpc                  = string
    private_subnets      = list(string)
    nodes_security_group = string
  })
  validation {
    condition     = length(var.network.private_subnets) >= 2
    error_message = "Two subnets at least, in two zones."
  }
}
