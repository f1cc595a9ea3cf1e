import { type Fault, own, type Template } from './template.ts'

interface Interface {
  ParameterGroups: { Parameters: string[] }[]
}

/** The groups in which the console asks for the parameters: each parameter in one of them. */
export function checkInterface({ Metadata = {}, Parameters }: Template): Fault[] {
  const path = 'Metadata.AWS::CloudFormation::Interface'
  const shown = own(Metadata, 'AWS::CloudFormation::Interface') as Interface | undefined
  if (shown === undefined) return []
  const grouped = shown.ParameterGroups.flatMap(group => group.Parameters)
  const twice = grouped.filter((name, index) => grouped.indexOf(name) !== index)
  return [
    ...grouped
      .filter(name => own(Parameters, name) === undefined)
      .map((name): Fault => `${path}: ${name} is no parameter`),
    ...twice.map((name): Fault => `${path}: ${name} is there twice`),
    ...Object.keys(Parameters)
      .filter(name => !grouped.includes(name))
      .map((name): Fault => `${path}: ${name} is in no group`),
  ]
}
